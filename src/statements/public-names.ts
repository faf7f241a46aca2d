/** What callers know the work of a statement as, where the statement is only a part of it. */
const wholes: readonly (readonly [statement: RegExp, publicName: string])[] = [
  [/^listGames/, "listGames"],
  [/^recordPlay(OutOfSequence|WithCorrections)$/, "recordPlay"],
  [/^findForRewind$/, "rewindGame"],
  [/^findForDecisions$/, "setDecisions"],
  [/^(findGame|findPlay|findLineupMoment|loadWholeGame)$/, "reading the game"],
  [/^storedGames$/, "importSeason"],
  [/^(battingLinesOfGame|pitchingLinesOfGame|fieldingLinesOfGame|boxEvents|gameOfBoxScore)$/, "boxScore"],
  [/^battingTotals/, "battingTotals"],
  [/^battingSplits/, "battingSplits"],
  [/^pitchingTotals/, "pitchingTotals"],
  [/^(storeLines|missingLines.*)$/, "storing the lines"],
  [/^runCounts/, "runExpectancy"],
  [/^(lockGames.*|fillValues|valuedPlays)$/, "fillPlayValues"],
  [/^lockGame$/, "locking the game"],
  [/^(findSeasons|hasSeason)$/, "reading the seasons"],
  [/^(find|save|remove)KnownFindings?$/, "the known findings"],
];

/** How a message calls the work of a statement: as the operation or function that the caller called. */
export function publicNameOf(statement: string): string {
  return wholes.find(([pattern]) => pattern.test(statement))?.[1] ?? statement;
}
