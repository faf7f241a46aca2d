import { asc, eq, sql } from "drizzle-orm";
import { type KnownFinding, knownFindings } from "../models/known-findings-table.js";
import { lockedGame, lockGame } from "./game-update.js";
import { build, compile, type Statement } from "./statement.js";
import { insertFrom, insertValues } from "./statement-columns.js";

const { id: _id, ...fields } = {
  gameId: knownFindings.gameId,
  id: knownFindings.id,
  kind: knownFindings.kind,
  play: knownFindings.play,
  message: knownFindings.message,
  reason: knownFindings.reason,
  createdAt: knownFindings.createdAt,
};

export type NamedFinding = Omit<KnownFinding, "id">;

const ofGame = eq(knownFindings.gameId, sql.placeholder("gameId"));

/** In the order in which they were marked. */
export const findKnownFindings: Statement<{ gameId: string }, NamedFinding> = compile({
  name: "findKnownFindings",
  access: "read",
  query: () => build.select(fields).from(knownFindings).where(ofGame).orderBy(asc(knownFindings.id)),
  fields,
});

type Marked = Omit<NamedFinding, "createdAt">;

const { gameId, kind, play, message, reason } = knownFindings;
const marked = { gameId, kind, play, message, reason };
const allFields = sql.join(Object.values(fields), sql`, `);

const insertFinding: Statement<Marked, NamedFinding> = compile({
  name: "saveKnownFinding finding",
  access: "write",
  query: () => sql<NamedFinding>`${insertValues(knownFindings, marked)} returning ${allFields}`,
  fields,
});

/** No row means that there is no such game. */
export const saveKnownFinding: Statement<Marked, NamedFinding> = compile({
  name: "saveKnownFinding",
  access: "write",
  query: () =>
    sql<NamedFinding>`${insertFrom(knownFindings, marked, sql`${lockedGame()} game`)} returning ${allFields}`,
  fields,
  async steps(run, values: Marked) {
    const [game] = await run(lockGame, values);
    return game === undefined ? [] : run(insertFinding, values);
  },
});

export const removeKnownFindings: Statement<{ gameId: string }, NamedFinding> = compile({
  name: "removeKnownFindings",
  access: "write",
  query: () =>
    sql<NamedFinding>`delete from ${knownFindings} using ${lockedGame()} game where ${ofGame} returning ${allFields}`,
  fields,
});
