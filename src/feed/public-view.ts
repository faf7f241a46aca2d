import type { Game } from "../models/games-table.js";
import type { LineupEntry } from "../models/lineups-table.js";
import type { Play } from "../models/plays-table.js";
import type { Bases, DueUp } from "../recovery/recover-game.js";
import type { Side } from "../rules/vocabulary.js";
import type { FeedEvent } from "./feed-events.js";
import type { FollowedGameState } from "./followed-games.js";

/** The audience of an event: a string that you choose, such as `public` or the side that a manager plays. */
export type Audience = string;

/**
 * Returns what an audience sees of an event; null to hide it. It is called once for each event and audience, whatever the number
 * of followers, so it must depend on nothing else, and must not change the event.
 */
export type EventView<Shown = object> = (event: FeedEvent, audience: Audience) => Shown | null;

const gameFields = [
  ...[
    "id",
    "leagueId",
    "homeTeamId",
    "awayTeamId",
    "homeTeamName",
    "awayTeamName",
    "status",
    "inning",
    "half",
  ],
  ...["homeScore", "awayScore", "winnerTeamId", "createdAt", "startedAt", "completedAt", "stateVersion"],
  ...["scheduledInnings", "automaticRunnerInning", "season"],
] as const satisfies readonly (keyof Game)[];

const lineupFields = [
  ...["gameId", "id", "teamId", "cardId", "playerId", "playerName", "position", "battingOrder", "isStarter"],
  ...["isActive", "enteredInning", "replacingId", "afterPlay", "leftAfterPlay", "decision"],
] as const satisfies readonly (keyof LineupEntry)[];

const playFields = [
  ...["gameId", "playNumber", "id", "inning", "half", "outsBefore", "battingOrder", "awayScore", "homeScore"],
  ...["onBaseCode", "isNewInning", "isTied", "isGoAhead", "batterId", "pitcherId", "catcherId", "defenderId"],
  ...["runnerId", "onFirstId", "onSecondId", "onThirdId", "batterFinal", "onFirstFinal", "onSecondFinal"],
  ...["onThirdFinal", "hitType", "resultDescription", "createdAt", "pa", "ab", "hit", "double", "triple"],
  ...["homerun", "bb", "ibb", "so", "hbp", "rbi", "sacBunt", "sacFly", "gidp", "sb", "cs", "pickOff"],
  ...["wildPitch", "passedBall", "balk", "error", "outsRecorded", "runsScored", "earnedRuns"],
  ...["stolenBaseCode", "caughtStealingCode", "earnedRunCode", "teamUnearnedRuns", "putoutPositions"],
  ...["assistPositions", "errorPositions", "doublePlay", "triplePlay", "wpa", "re24", "responsibleBatterId"],
  ...["responsiblePitcherId", "onFirstPitcherId", "onSecondPitcherId", "onThirdPitcherId"],
] as const satisfies readonly (keyof Play)[];

/** The public columns of a game, a play and a lineup entry. */
export type PublicGame = Pick<Game, (typeof gameFields)[number]>;
export type PublicPlay = Pick<Play, (typeof playFields)[number]>;
export type PublicLineupEntry = Pick<LineupEntry, (typeof lineupFields)[number]>;

const only =
  <Row, Field extends keyof Row>(fields: readonly Field[]) =>
  (row: Row): Pick<Row, Field> =>
    Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<Row, Field>;

/** The public columns of a game's row: no metadata, and not whether a team is played by a computer. */
export const publicGame: (game: Game) => PublicGame = only(gameFields);
/** The public columns of a play: no dice, no metadata, nothing that only the game's engine needs. */
export const publicPlay: (play: Play) => PublicPlay = only(playFields);
/** The public columns of a lineup entry: not whether the player is tired. */
export const publicLineupEntry: (entry: LineupEntry) => PublicLineupEntry = only(lineupFields);

/** The public view of an event. */
export type PublicEvent = PublicVersion<FeedEvent>;
type PublicVersion<Event> = Event extends FeedEvent
  ? { readonly [Name in keyof Event]: PublicPart<Event[Name]> }
  : never;
type PublicPart<Part> = Part extends Game
  ? PublicGame
  : Part extends Play
    ? PublicPlay
    : Part extends readonly Play[]
      ? readonly PublicPlay[]
      : Part extends readonly LineupEntry[]
        ? readonly PublicLineupEntry[]
        : Part;

/** The public view. It lists what is shown, so a column that is added later stays hidden until it is listed. */
export const publicView: EventView<PublicEvent> = (event) => {
  const { type, gameId, cursor } = event;
  if (event.type === "deleted") return { type: event.type, gameId, cursor };
  const shown = { type, gameId, cursor, game: publicGame(event.game) };
  switch (event.type) {
    case "play":
    case "revised":
      return { ...shown, play: publicPlay(event.play) } as PublicEvent;
    case "rewound":
      return { ...shown, to: event.to } as PublicEvent;
    case "lineup":
      return {
        ...shown,
        entries: event.entries.map(publicLineupEntry),
        entryIds: event.entryIds,
      } as PublicEvent;
    case "decisions":
      return { ...shown, decisions: event.decisions } as PublicEvent;
    case "status":
      return shown as PublicEvent;
    case "game":
      return {
        ...shown,
        plays: event.plays.map(publicPlay),
        lineups: event.lineups.map(publicLineupEntry),
      } as PublicEvent;
  }
};

type OfBases<Entry> = { readonly [Base in keyof Bases]: Entry | null };

/** The public part of a game's state. */
export interface PublicState
  extends Pick<
    FollowedGameState,
    | "gameId"
    | "status"
    | "stateVersion"
    | "inning"
    | "half"
    | "outs"
    | "awayScore"
    | "homeScore"
    | "isOver"
    | "playCount"
  > {
  /** The public columns of the game's row. */
  readonly game: PublicGame;
  /** The last play; null before the first. */
  readonly lastPlay: PublicPlay | null;
  /** The runners by base. */
  readonly bases: OfBases<PublicLineupEntry>;
  /** The batter; null if the place in the batting order that is due is empty. */
  readonly batter: PublicLineupEntry | null;
  /** The pitcher; null when there is none. */
  readonly pitcher: PublicLineupEntry | null;
  /** Who bats next for each side. */
  readonly dueUp: Readonly<
    Record<Side, Omit<DueUp, "batter"> & { readonly batter: PublicLineupEntry | null }>
  >;
}

/** The public part of a game's state: the same columns that {@link publicView} shows. */
export function publicState(state: FollowedGameState): PublicState {
  const { gameId, status, stateVersion, inning, half, outs, awayScore, homeScore, isOver, playCount } = state;
  const shown = (entry: Bases["first"]) => entry && publicLineupEntry(entry);
  const due = ({ battingOrder, batter }: DueUp) => ({ battingOrder, batter: shown(batter) });
  const { first, second, third } = state.bases;
  return {
    ...{ gameId, status, stateVersion, inning, half, outs, awayScore, homeScore, isOver, playCount },
    game: publicGame(state.game),
    lastPlay: state.lastPlay && publicPlay(state.lastPlay),
    bases: { first: shown(first), second: shown(second), third: shown(third) },
    batter: shown(state.batter),
    pitcher: shown(state.pitcher),
    dueUp: { away: due(state.dueUp.away), home: due(state.dueUp.home) },
  };
}

/** Caches the result of a function per event and audience, for as long as the event is referenced. */
export class ViewCache<Made> {
  readonly #made = new WeakMap<FeedEvent, Map<Audience, Made>>();
  readonly #make: (event: FeedEvent, audience: Audience) => Made;

  constructor(make: (event: FeedEvent, audience: Audience) => Made) {
    this.#make = make;
  }

  of(event: FeedEvent, audience: Audience): Made {
    const ofEvent = this.#made.get(event) ?? new Map<Audience, Made>();
    this.#made.set(event, ofEvent);
    const known = ofEvent.get(audience);
    if (known !== undefined || ofEvent.has(audience)) return known as Made;
    const made = this.#make(event, audience);
    ofEvent.set(audience, made);
    return made;
  }
}
