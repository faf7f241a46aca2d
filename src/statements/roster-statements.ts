import { and, asc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { games } from "../models/games-table.js";
import {
  type PdRosterCard,
  type RosterValues,
  rosterLinks,
  type SbaRosterPlayer,
} from "../models/roster-links-table.js";
import { lockedGame } from "./game-update.js";
import { leagueInsert } from "./league-insert.js";
import { build, compile, type Statement } from "./statement.js";
import { insertable, insertFrom, insertValues } from "./statement-columns.js";

const locked = { locked: games.id };
const isRosterEntry = {
  game: (condition: SQL | undefined) => sql`game as ${lockedGame(condition)}`,
  step: (name: string, condition: SQL | undefined): Statement<object, object> =>
    compile({
      ...{ name: `${name} game`, access: "read" },
      query: () => sql`${lockedGame(condition)}`,
      fields: locked,
    }),
  insertAlone: () => insertValues(rosterLinks, insertable.roster),
  insert: () => insertFrom(rosterLinks, insertable.roster, sql`game`),
  isOfRoster: false,
};

export const addPdRosterCard = leagueInsert<RosterValues>({
  name: "addPdRosterCard",
  league: "pd",
  ...isRosterEntry,
});

export const addSbaRosterPlayer = leagueInsert<RosterValues>({
  name: "addSbaRosterPlayer",
  league: "sba",
  ...isRosterEntry,
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
  query: () =>
    build
      .select(cardFields)
      .from(rosterLinks)
      .where(and(chosen, isNotNull(cardId)))
      .orderBy(asc(id)),
  fields: cardFields,
});

export const getSbaRoster: Statement<RosterFilter, SbaRosterPlayer> = compile({
  name: "getSbaRoster",
  access: "read",
  query: () =>
    build
      .select(playerFields)
      .from(rosterLinks)
      .where(and(chosen, isNotNull(playerId)))
      .orderBy(asc(id)),
  fields: playerFields,
});
