import { sql } from "drizzle-orm";
import { games } from "../models/games.js";
import type { LineupEntry } from "../models/lineups.js";
import { countedGame, countGame, counts, isAsRead } from "./counted-game.js";
import type { StateVersion } from "./games.js";
import {
  type EnteredRow,
  type EnteringValues,
  enterAll,
  enteredIf,
  entriesOf,
  readEntries,
} from "./lineup-change.js";
import { adapted, compile, type Statement } from "./statement.js";

export interface StoredLineup extends StateVersion {
  readonly entries: LineupEntry[];
}

const fields = { stateVersion: games.stateVersion, entered: entriesOf("entered") };

const change = { set: { stateVersion: counts.stateVersion }, where: isAsRead };
const countStart = countGame<EnteringValues>("setStartingLineup", change);

const row: Statement<object, EnteredRow> = compile({
  name: "setStartingLineup",
  access: "write",
  query: sql<EnteredRow>`with ${countedGame(change)}, ${enteredIf()}
select game.state_version, ${fields.entered} as entered from game`,
  fields,
});

/** No row means that the game has moved on. */
export const setStartingLineup: Statement<EnteringValues, StoredLineup> = adapted(row, {
  encode: ({ entering, ...values }) => row.encode({ ...values, entering: JSON.stringify(entering) }),
  decode(values) {
    const { stateVersion, entered } = row.decode(values);
    return { stateVersion, entries: readEntries(entered) };
  },
  async steps(run, values) {
    const [game] = await run(countStart, values);
    if (game === undefined) return [];
    return [{ stateVersion: game.stateVersion, entries: await enterAll(run, game, values.entering) }];
  },
});
