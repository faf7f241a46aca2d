import { sql } from "drizzle-orm";
import { games } from "../models/games.js";
import { adapted, compile, type Statement } from "./statement.js";

const fields = { id: games.id };

const storedGamesOf: Statement<{ gameIds: string }, { id: string }> = compile({
  name: "storedGames",
  access: "read",
  query: sql<{ id: string }>`select ${games.id} from ${games}
  where ${games.id} in (select value::uuid from json_array_elements_text(${sql.placeholder("gameIds")}::json))`,
  fields,
});

/** Which of these games there are. */
export const storedGames: Statement<{ gameIds: readonly string[] }, { id: string }> = adapted(storedGamesOf, {
  encode: ({ gameIds }) => storedGamesOf.encode({ gameIds: JSON.stringify(gameIds) }),
});
