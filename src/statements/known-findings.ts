import { asc, eq, sql } from "drizzle-orm";
import { type KnownFinding, knownFindings } from "../models/known-findings.js";
import { build, compile, type Statement } from "./statement.js";

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
  query: build.select(fields).from(knownFindings).where(ofGame).orderBy(asc(knownFindings.id)),
  fields,
});

export const saveKnownFinding: Statement<Omit<NamedFinding, "createdAt">, NamedFinding> = compile({
  name: "saveKnownFinding",
  access: "write",
  query: build
    .insert(knownFindings)
    .values({
      gameId: sql.placeholder("gameId"),
      kind: sql.placeholder("kind"),
      play: sql.placeholder("play"),
      message: sql.placeholder("message"),
      reason: sql.placeholder("reason"),
    })
    .returning(fields),
  fields,
});

export const removeKnownFindings: Statement<{ gameId: string }, NamedFinding> = compile({
  name: "removeKnownFindings",
  access: "write",
  query: build.delete(knownFindings).where(ofGame).returning(fields),
  fields,
});
