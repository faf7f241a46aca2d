/** The names of operations for statements that are only a part of one. */
const wholes: readonly (readonly [statement: RegExp, publicName: string])[] = [
  [/^listGames/, "listGames"],
  [/^(recordPlay(OutOfSequence|WithCorrections)|recordJudgedPlay)$/, "recordPlay"],
  [/^findForRewind$/, "rewindGame"],
  [/^findForDecisions$/, "setDecisions"],
  [
    /^(findGame|findPlay|findLineupMoment|loadWholeGame|loadGameBeforePlay|recoverGames)$/,
    "reading the game",
  ],
  [/^storedGames$/, "importSeason"],
  [/^(feedChanges|feedVersions|countGames|allGameVersions|gamesOfStatus|recentGames)$/, "the live feed"],
  [/^notifyFollowers$/, "announcing changed games"],
  [/^(battingLinesOfGame|pitchingLinesOfGame|fieldingLinesOfGame|boxEvents|gameOfBoxScore)$/, "boxScore"],
  [/^battingTotals/, "battingTotals"],
  [/^battingSplits/, "battingSplits"],
  [/^pitchingTotals/, "pitchingTotals"],
  [/^(storeLines.*|missingLines.*)$/, "storing the lines"],
  [/^runCounts/, "runExpectancy"],
  [/^(selectGames.*|lockGames.*|fillValues|valuedPlays)$/, "fillPlayValues"],
  [/^lockGame$/, "locking the game"],
  [/^(findSeasons|hasSeason)$/, "reading the seasons"],
  [/^(find|save|remove)KnownFindings?$/, "the known findings"],
  [/^lineup entry$/, "entering a lineup"],
];

/** Returns the name by which a message calls a statement: the operation or function that the caller called. */
export function publicNameOf(statement: string): string {
  const whole = wholes.find(([pattern]) => pattern.test(statement))?.[1];
  if (whole !== undefined) return whole;
  // A step of an operation is named after it: `recordPlay game`.
  const [operation = statement] = statement.split(" ");
  return operation === statement ? statement : publicNameOf(operation);
}
