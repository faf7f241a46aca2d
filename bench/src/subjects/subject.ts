import type { PlayState, WholePlay } from "../data/play.js";

/** A loaded game, in whatever shape the library gives it. */
export interface Loaded {
  readonly game: unknown;
  readonly lineups: readonly unknown[];
  readonly plays: readonly unknown[];
}

/** The measured operations, written for each library as its documentation recommends. */
export interface Opened {
  /** Stores a play and the game's state after it, both or neither. */
  recordPlay(play: WholePlay, state: PlayState): Promise<unknown>;
  /** A game, its active lineup entries and its plays in order. */
  loadGame(gameId: string): Promise<Loaded>;
  /** The plays after this number, at most ten, each with its batter and its pitcher. */
  lastPlays(gameId: string, after: number): Promise<readonly unknown[]>;
  /** A team's active lineup entries. */
  activeLineup(gameId: string, teamId: number): Promise<readonly unknown[]>;
  /** Stores plays of several games, few enough for one statement. */
  insertPlays(plays: readonly WholePlay[]): Promise<unknown>;
  close(): Promise<unknown>;
}

export interface Subject {
  /** The name in the tables. */
  readonly title: string;
  /** Connects with a pool of this many connections. */
  open(url: string, connections: number): Promise<Partial<Opened> & Pick<Opened, "close">>;
}
