import { isDeepStrictEqual } from "node:util";
import { isDatabaseError } from "../../connection/driver-errors.js";
import { DugoutError, ValidationError } from "../../errors/errors.js";
import type { GameFile } from "../game-file/game-file.js";
import { type CheckedGame, gameError } from "./checked-game.js";
import type { SeasonStore } from "./season-store.js";
import type { Tally } from "./tally.js";

/** The most differing fields that are named for one game. */
const namedDifferences = 5;

/** Stores new games, and compares the others with what is stored. */
export class BatchWriter {
  readonly #store: SeasonStore;
  readonly #tally: Tally;
  readonly #dryRun: boolean;

  constructor(store: SeasonStore, tally: Tally, { dryRun }: { dryRun: boolean }) {
    this.#store = store;
    this.#tally = tally;
    this.#dryRun = dryRun;
  }

  /** @param games no two of them with the same identifier */
  async write(games: readonly CheckedGame[]): Promise<void> {
    const others = this.#dryRun ? await this.#lookUp(games) : await this.#storeGames(games);
    for (const game of others) await this.#compare(game);
  }

  /** Counts the games that would be stored, and returns those that are stored already. */
  async #lookUp(games: readonly CheckedGame[]): Promise<readonly CheckedGame[]> {
    if (games.length === 0) return [];
    const stored = await this.#store.storedOf(games.map(idOf));
    const isStored = (game: CheckedGame) => stored.has(idOf(game));
    this.#tally.stored(games.filter((game) => !isStored(game)));
    return games.filter(isStored);
  }

  /** Stores games, and returns those that were stored before. */
  async #storeGames(games: readonly CheckedGame[]): Promise<readonly CheckedGame[]> {
    if (games.length === 0) return [];
    try {
      const stored = await this.#store.store(
        games.map(({ file }) => file),
        (file, notice) => this.#note(games, file, notice),
      );
      const isStored = (game: CheckedGame) => stored.has(idOf(game));
      this.#tally.stored(games.filter(isStored));
      return games.filter((game) => !isStored(game));
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      return this.#storeOneByOne(games, error);
    }
  }

  /** Leaves out only the game that the database refuses. */
  async #storeOneByOne(games: readonly CheckedGame[], error: DugoutError): Promise<readonly CheckedGame[]> {
    const [first, second] = games;
    if (first !== undefined && second === undefined) {
      this.#refuse(first, `names a game that cannot be stored: ${error.message}`, error);
      return [];
    }
    const others: CheckedGame[] = [];
    for (const game of games) others.push(...(await this.#storeGames([game])));
    return others;
  }

  async #compare(game: CheckedGame): Promise<void> {
    const stored = await this.#store.read(idOf(game));
    if (stored === undefined) {
      this.#refuse(game, "names a game that was deleted while it was compared; run the import again");
      return;
    }
    const fields = differences(stored, game.file);
    if (fields.length === 0) this.#tally.alreadyStored();
    else {
      const named = fields.slice(0, namedDifferences).join(", ");
      const rest = fields.length - namedDifferences;
      const others = rest > 0 ? ` and ${rest} other fields` : "";
      this.#refuse(
        game,
        `names a game that is stored already, as ${idOf(game)}, and differs in ${named}${others}; it was left as it is`,
      );
    }
  }

  #note(games: readonly CheckedGame[], file: GameFile, notice: string): void {
    const game = games.find((each) => each.file === file);
    if (game !== undefined) this.#tally.gameNotice(game.source, notice);
  }

  #refuse(game: CheckedGame, message: string, cause?: DugoutError): void {
    this.#tally.refused(refusal(game, message, cause));
  }
}

const idOf = ({ file }: CheckedGame) => file.game.id;

function refusal({ source }: CheckedGame, message: string, cause: DugoutError | undefined): ValidationError {
  return gameError(source, [{ field: "id", message }], { cause });
}

/** True if the database refuses the rows themselves (SQLSTATE classes 22 and 23), and has no other problem. */
function isOfTheData(error: unknown): error is DugoutError {
  if (!(error instanceof DugoutError)) return false;
  const { cause } = error;
  return error instanceof ValidationError || (isDatabaseError(cause) && /^2[23]/.test(cause.code ?? ""));
}

/** Columns that are computed from stored games and filled in later. */
const filledIn: readonly string[] = ["wpa", "re24"];

/** The paths of the fields in which a stored game differs from the one that was read: `plays.12.rbi`. */
function differences(stored: GameFile, read: GameFile): string[] {
  return [
    ...inRow("game", stored.game, read.game),
    ...inRows("roster", stored.roster, read.roster),
    ...inRows("lineups", stored.lineups, read.lineups),
    ...inRows("plays", stored.plays, read.plays),
  ];
}

function inRows(path: string, stored: readonly object[], read: readonly object[]): string[] {
  if (stored.length !== read.length) return [`${path}.length`];
  return read.flatMap((row, index) => inRow(`${path}.${index}`, stored[index] ?? {}, row));
}

function inRow(path: string, stored: object, read: object): string[] {
  const values = stored as Readonly<Record<string, unknown>>;
  return Object.entries(read)
    .filter(([field, value]) => !filledIn.includes(field) && !isDeepStrictEqual(values[field], value))
    .map(([field]) => `${path}.${field}`);
}
