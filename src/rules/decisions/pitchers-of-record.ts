import { chargedWith, type PlayFacts } from "../situation.js";
import { type Half, type Side, sideAtBat } from "../vocabulary.js";

/** The fields of a play that the decisions need. */
export interface DecisionPlay extends PlayFacts {
  /** The place of the play in its game: 1, 2, 3 and so on, up to 32,767. */
  readonly playNumber: number;
  /**
   * Whose runs are earned: 1 for the runner from first, 2 from second, 4 from third, 8 for the batter, added up, from 0 to
   * 15; null when earnedRuns says it.
   */
  readonly earnedRunCode?: number | null | undefined;
}

/** The fields of a lineup entry that the decisions need. */
export interface DecisionEntry {
  /** Identity of the entry, given by the database; plays name people by it. */
  readonly id: number;
  /** The team for which the player plays. */
  readonly teamId: number;
  /** The card, in a PD game; null in an SBA game. */
  readonly cardId?: number | null | undefined;
  /** The player, in an SBA game; null in a PD game. */
  readonly playerId?: number | null | undefined;
}

/** One pitcher of a game, however often he left the mound and came back. */
export interface Pitcher {
  readonly side: Side;
  /** His lineup entries, in order of pitching; a decision belongs to the last. */
  readonly entries: number[];
  isStarter: boolean;
  /** Outs while he pitched. */
  outs: number;
  /** Runs that he is charged with, and the earned ones among them. */
  runs: number;
  earnedRuns: number;
  /** Runs that scored while he pitched, also those that are charged to another pitcher. */
  runsAllowed: number;
  earnedRunsAllowed: number;
  /** The situation in which he came in. */
  readonly entered: PitcherEntrance;
  /** How far his team was ahead when he left the mound for the last time, before anybody else pitched. */
  leadAtExit: number;
  /** True when the score was tied, or his team behind, at some time while he pitched after he had come in with a lead. */
  lostLead: boolean;
  isLast: boolean;
}

interface PitcherEntrance {
  /** How far his team was ahead. */
  readonly lead: number;
  readonly outs: number;
  readonly runners: number;
  readonly inning: number;
}

export const fieldingSide = (half: Half): Side => (sideAtBat[half] === "away" ? "home" : "away");

const finalsOf = (play: PlayFacts) => [
  play.batterFinal,
  play.onFirstFinal,
  play.onSecondFinal,
  play.onThirdFinal,
];
const earnedBits = [8, 1, 2, 4] as const;

/** The charged pitchers of a play's runs, in the order in which they score: the runner from third first. */
export function runsOf(play: PlayFacts & { readonly earnedRunCode?: number | null | undefined }) {
  const finals = finalsOf(play);
  return ([3, 2, 1, 0] as const).flatMap((place) =>
    finals[place] === 4
      ? [
          {
            pitcherId: chargedWith(play, place),
            isEarned: ((play.earnedRunCode ?? 15) & (earnedBits[place] as number)) !== 0,
          },
        ]
      : [],
  );
}

/** All pitchers of a game, in order, with their results. */
export class Pitchers {
  readonly all: Pitcher[] = [];
  readonly #byPerson = new Map<string, Pitcher>();
  readonly #persons: ReadonlyMap<number, string>;
  readonly #current: Partial<Record<Side, Pitcher>> = {};

  constructor(entries: readonly DecisionEntry[]) {
    this.#persons = new Map(
      entries.map(({ id, teamId, cardId, playerId }) => [id, `${teamId} ${cardId ?? ""} ${playerId ?? ""}`]),
    );
  }

  of(entryId: number): Pitcher | undefined {
    return this.#byPerson.get(this.#personOf(entryId));
  }

  /** The pitcher who pitched last for a side so far; undefined before it was in the field. */
  current(side: Side): Pitcher | undefined {
    return this.#current[side];
  }

  /** Registers the pitcher of a play, before the play is counted. */
  enter(play: DecisionPlay): Pitcher {
    const side = fieldingSide(play.half);
    const key = this.#personOf(play.pitcherId);
    let pitcher = this.#byPerson.get(key);
    const last = this.#current[side];
    const lead = (play.homeScore - play.awayScore) * (side === "home" ? 1 : -1);
    if (pitcher === undefined) {
      const runners = [play.onFirstId, play.onSecondId, play.onThirdId].filter((id) => id != null).length;
      pitcher = {
        ...{
          side,
          entries: [],
          isStarter: last === undefined,
          outs: 0,
          runs: 0,
          earnedRuns: 0,
          runsAllowed: 0,
          earnedRunsAllowed: 0,
        },
        entered: { lead, outs: play.outsBefore, runners, inning: play.inning },
        ...{ leadAtExit: lead, lostLead: false, isLast: false },
      };
      this.#byPerson.set(key, pitcher);
      this.all.push(pitcher);
    }
    if (last !== undefined && last !== pitcher) last.leadAtExit = lead;
    if (!pitcher.entries.includes(play.pitcherId)) pitcher.entries.push(play.pitcherId);
    this.#current[side] = pitcher;
    return pitcher;
  }

  #personOf(entryId: number): string {
    return this.#persons.get(entryId) ?? String(entryId);
  }
}
