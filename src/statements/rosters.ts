import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import {
  type PdRosterCard,
  type RosterValues,
  rosterLinks,
  type SbaRosterPlayer,
} from "../models/roster-links.js";
import { insertable } from "./columns.js";
import { leagueInsert } from "./league-insert.js";
import { build, compile, type Statement } from "./statement.js";

export const addPdRosterCard = leagueInsert<RosterValues>({
  name: "addPdRosterCard",
  league: "pd",
  table: rosterLinks,
  columns: insertable.roster,
});

export const addSbaRosterPlayer = leagueInsert<RosterValues>({
  name: "addSbaRosterPlayer",
  league: "sba",
  table: rosterLinks,
  columns: insertable.roster,
});

/** A game's roster, of one team or (null) of both. */
export interface RosterFilter {
  readonly gameId: string;
  readonly teamId: number | null;
}

const chosen = and(
  eq(rosterLinks.gameId, sql.placeholder("gameId")),
  sql`${rosterLinks.teamId} = coalesce(${sql.placeholder("teamId")}::int, ${rosterLinks.teamId})`,
);
const { gameId, id, teamId, cardId, playerId } = rosterLinks;
const cardFields = { gameId, id, teamId, cardId: sql<number>`${cardId}` };
const playerFields = { gameId, id, teamId, playerId: sql<number>`${playerId}` };

export const getPdRoster: Statement<RosterFilter, PdRosterCard> = compile({
  name: "getPdRoster",
  access: "read",
  query: build
    .select(cardFields)
    .from(rosterLinks)
    .where(and(chosen, isNotNull(cardId)))
    .orderBy(asc(id)),
  fields: cardFields,
});

export const getSbaRoster: Statement<RosterFilter, SbaRosterPlayer> = compile({
  name: "getSbaRoster",
  access: "read",
  query: build
    .select(playerFields)
    .from(rosterLinks)
    .where(and(chosen, isNotNull(playerId)))
    .orderBy(asc(id)),
  fields: playerFields,
});
