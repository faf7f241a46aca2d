import type { Statement } from "../statements/statement.js";

/** What may have changed: these games, or (`all`) any game. */
export interface ChangedGames {
  readonly gameIds: ReadonlySet<string>;
  readonly all: boolean;
}

/** Is told of each commit that may have changed what a follower sees; also of one whose outcome is not known. */
export type ChangeListener = (changed: ChangedGames) => void;

/** Writes of which no follower sees anything: a test finds any other. */
export const unseenWrites: ReadonlySet<string> = new Set([
  ...["addPdRosterCard", "addSbaRosterPlayer", "createGameSession", "updateSessionSnapshot", "storeLines"],
]);

/** The games that a transaction, or a statement by itself, has written to. */
export class TouchedGames implements ChangedGames {
  readonly gameIds = new Set<string>();
  #all = false;

  get all(): boolean {
    return this.#all;
  }

  get isEmpty(): boolean {
    return !this.#all && this.gameIds.size === 0;
  }

  /** Notes what a statement of the package's own writes to. */
  add(statement: Pick<Statement<unknown, unknown>, "name" | "access">, values: unknown): void {
    if (statement.access === "read" || unseenWrites.has(statement.name)) return;
    const gameId = gameOf(values);
    if (gameId === undefined) this.#all = true;
    else this.gameIds.add(gameId);
  }

  /** Notes SQL of the caller's own, which may have written to any game, unless it is plainly a read. */
  addQuery(text: string): void {
    this.#all ||= !/^\s*select\b/i.test(text);
  }
}

function gameOf(values: unknown): string | undefined {
  const { gameId, id, play } = values as Readonly<Record<string, unknown>>;
  const found = gameId ?? (play as { gameId?: unknown } | undefined)?.gameId ?? id;
  return typeof found === "string" ? found.toLowerCase() : undefined;
}

/** Tells whoever wants to know which games may have changed, once that is committed. */
export class GameChanges {
  readonly #listeners = new Set<ChangeListener>();

  /** False while there is nobody to tell: then nothing need be noted. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Listens from now on; the function that comes back ends it. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  report(touched: TouchedGames): void {
    if (touched.isEmpty) return;
    for (const listener of this.#listeners) listener(touched);
  }
}
