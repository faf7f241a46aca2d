import type { Board, BoardFollower, GameOnBoard, GameState } from "./game-states.js";
import { onAbort } from "./on-abort.js";

/** The newest states of a scoreboard's games, as an async iterator. */
export class BoardIterator implements AsyncIterableIterator<GameOnBoard>, AsyncDisposable, BoardFollower {
  readonly unseen = new Map<string, GameState | null>();
  readonly #board: Board;
  readonly #forget: () => void;
  readonly #whenEnded: (iterator: BoardIterator) => void;
  #wake: (() => void) | undefined;
  #isEnded = false;

  constructor(
    board: Board,
    options: { readonly signal?: AbortSignal | undefined; whenEnded(iterator: BoardIterator): void },
  ) {
    this.#board = board;
    this.#whenEnded = options.whenEnded;
    this.#forget = onAbort(options.signal, () => this.end());
    board.add(this);
    if (options.signal?.aborted) this.end();
  }

  wake(): void {
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<GameOnBoard, undefined>> {
    while (!this.#isEnded) {
      const [unseen] = this.unseen;
      if (unseen !== undefined) {
        const [gameId, state] = unseen;
        this.unseen.delete(gameId);
        return { value: { gameId, state }, done: false };
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<GameOnBoard, undefined>> {
    this.end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.unseen.clear();
    this.#forget();
    this.#board.remove(this);
    this.#whenEnded(this);
    this.#wake?.();
  }
}
