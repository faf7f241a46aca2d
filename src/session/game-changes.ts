import type { Statement } from "../statements/statement.js";

/** Which games may have changed: these, or any game if `all` is true. */
export interface ChangedGames {
  readonly gameIds: ReadonlySet<string>;
  readonly all: boolean;
}

/** Called after each commit that may have changed what a follower sees, also if the outcome of the commit is not known. */
export type ChangeListener = (changed: ChangedGames) => void;

/** Writes that change nothing that a follower sees. A test checks that the list is complete. */
export const unseenWrites: ReadonlySet<string> = new Set([
  ...[
    "addPdRosterCard",
    "addSbaRosterPlayer",
    "createGameSession",
    "updateSessionSnapshot",
    "storeLines",
    "storeLinesOfGames",
    "lockGame",
    "saveKnownFinding",
    "removeKnownFindings",
  ],
]);

/** The games to which a transaction, or a statement by itself, has written. */
export class TouchedGames implements ChangedGames {
  readonly gameIds = new Set<string>();
  #all = false;

  get all(): boolean {
    return this.#all;
  }

  get isEmpty(): boolean {
    return !this.#all && this.gameIds.size === 0;
  }

  /** Adds the games that a statement of this package writes to. */
  add(statement: Pick<Statement<unknown, unknown>, "name" | "access">, values: unknown): void {
    if (statement.access === "read" || unseenWrites.has(statement.name)) return;
    const gameId = gameOf(values);
    if (gameId === undefined) this.#all = true;
    else this.gameIds.add(gameId);
  }

  /** Adds any game for the caller's SQL, unless it is certainly a read. */
  addQuery(text: string): void {
    this.#all ||= !/^\s*select\b/i.test(text);
  }
}

function gameOf(values: unknown): string | undefined {
  const { gameId, id, play } = values as Readonly<Record<string, unknown>>;
  const found = gameId ?? (play as { gameId?: unknown } | undefined)?.gameId ?? id;
  return typeof found === "string" ? found.toLowerCase() : undefined;
}

/** Reports to its listeners which games a commit may have changed. */
export class GameChanges {
  readonly #listeners = new Set<ChangeListener>();

  /** False while there are no listeners: then changes need not be collected. */
  hasListeners = false;

  /** @returns ends the subscription */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    this.hasListeners = true;
    return () => {
      this.#listeners.delete(listener);
      this.hasListeners = this.#listeners.size > 0;
    };
  }

  report(touched: TouchedGames): void {
    if (touched.isEmpty) return;
    for (const listener of this.#listeners) listener(touched);
  }
}
