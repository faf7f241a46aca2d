import { substitutionInput } from "../../src/models/lineup-inputs.js";
import { playInput } from "../../src/models/plays-table.js";
import {
  planSubstitution,
  reasonsAgainst,
  type Substitution,
  type SubstitutionValues,
} from "../../src/rules/lineups/substitution.js";
import {
  type LineupMoment,
  momentOf,
  type NewEntry,
  type TurnFacts,
} from "../../src/rules/lineups/team-lineup.js";
import { fieldingPositions } from "../../src/rules/vocabulary.js";
import { sampleGameId, samplePlay } from "./sample-inputs.js";

type Entry = LineupMoment["entries"][number];

/** The team of the tested lineup: the home team, which bats in the bottom half. */
export const teamId = 1;

const game = {
  ...{ leagueId: "sba", status: "active", homeTeamId: teamId, awayTeamId: 2 },
  automaticRunnerInning: null,
} as const satisfies LineupMoment["game"];

/** An active entry. Its player's number is 100 more than its own, and his name contains both. */
export function entryOf(id: number, overrides: Partial<Entry> = {}): Entry {
  return {
    ...{ id, teamId, cardId: null, playerId: 100 + id, playerName: `Player ${id}` },
    ...{ position: "PH", battingOrder: null, isStarter: true, isActive: true, isFatigued: false },
    ...{
      enteredInning: 1,
      replacingId: null,
      afterPlay: 0,
      leftAfterPlay: null,
      decision: null,
      ...overrides,
    },
  };
}

/**
 * Nine players who bat in the order of their positions: 1 pitches and bats first, 2 catches and bats second ... With a
 * designated hitter, 1 is the designated hitter, and 10 pitches.
 */
export function nine({ designatedHitter = false } = {}): Entry[] {
  const batters = fieldingPositions.map((position, index) =>
    entryOf(index + 1, { position, battingOrder: index + 1 }),
  );
  if (!designatedHitter) return batters;
  const [pitcher, ...fielders] = batters as [Entry, ...Entry[]];
  return [{ ...pitcher, position: "DH" }, ...fielders, entryOf(10, { position: "P" })];
}

interface Circumstances {
  readonly entries?: readonly Entry[];
  /** The relevant fields of the game's plays; by default one play after which the team is in the field. */
  readonly plays?: readonly Partial<TurnFacts>[];
  readonly game?: Partial<LineupMoment["game"]>;
}

/** The team between two plays, in the field unless a play says otherwise. */
export function momentWhere({ entries = nine(), plays = [], ...other }: Circumstances = {}): LineupMoment {
  const facts = plays.map((play, index) =>
    playInput().parse({ ...samplePlay, playNumber: index + 1, ...play }),
  );
  return momentOf({ ...game, ...other.game }, teamId, entries, facts as unknown as TurnFacts[]);
}

/** A play of the team at bat, after which nobody is out and it is still at bat. */
export const atBat = { inning: 2, half: "bottom", pa: 1, battingOrder: 9 } as const;

export function valuesOf(
  changes: Substitution["changes"],
  others: Pick<Substitution, "leaves" | "allowReentry"> = {},
): SubstitutionValues {
  return substitutionInput().parse({ gameId: sampleGameId, teamId, changes, ...others });
}

/** Why a substitution is not allowed in a situation. */
export function reasonsFor(
  moment: LineupMoment,
  changes: Substitution["changes"],
  others: Pick<Substitution, "leaves" | "allowReentry"> = {},
): string[] {
  const values = valuesOf(changes, others);
  return reasonsAgainst(moment, values, planSubstitution(moment, values));
}

/** The lineup that a substitution makes: `4 Player 12 2B` is the one who bats fourth. */
export function lineupAfter(
  moment: LineupMoment,
  changes: Substitution["changes"],
  others: Pick<Substitution, "leaves" | "allowReentry"> = {},
): string[] {
  const { lineup } = planSubstitution(moment, valuesOf(changes, others));
  return lineup.map(textOf).toSorted();
}

const textOf = ({ battingOrder, playerName, position }: NewEntry) =>
  `${battingOrder ?? "-"} ${playerName} ${position}`;
