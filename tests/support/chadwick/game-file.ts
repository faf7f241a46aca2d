import type {
  FileLineupEntry,
  FilePlay,
  FileRosterEntry,
  GameFile,
} from "../../../src/import/game-file/game-file.js";
import { decide } from "./decisions.js";
import { gameOf } from "./game.js";
import { teamIdOf } from "./identifiers.js";
import { Lineup } from "./lineup.js";
import { type PlayContext, playOf } from "./plays.js";
import type { GameRows } from "./read-games.js";
import type { SourceRow } from "./row.js";
import { addStarters } from "./starters.js";
import { substitute } from "./substitutions.js";
import type { Teams } from "./vocabulary.js";

/**
 * Turns one game's rows into a game file. The same rows always give the same file, down to every identifier.
 *
 * @throws {ValidationError} naming file, line, game and field, for rows that contradict each other
 */
export function toGameFile(rows: GameRows): GameFile {
  const { game: row, events, people } = rows;
  expectPlayable(events);
  const teams: Teams = { AWAY: teamIdOf(row, "AWAY_TEAM_ID"), HOME: teamIdOf(row, "HOME_TEAM_ID") };
  const lineup = new Lineup();
  addStarters(lineup, row, "AWAY", people);
  addStarters(lineup, row, "HOME", people);
  const game = gameOf(row, events, teams, rows.teams);
  const plays = playThrough(rows, lineup, { teams, people, createdAt: game.createdAt });
  decide(lineup, row, teams);
  return {
    format: "dugout-game",
    version: 1,
    game,
    roster: rosterOf(lineup.entries),
    lineups: lineup.entries,
    plays,
  };
}

/** Goes through the game in order, so that every play sees the lineups of its moment. */
function playThrough(rows: GameRows, lineup: Lineup, context: PlayContext): FilePlay[] {
  const waiting = [...rows.substitutions];
  const change = (playNumber: number) =>
    substitute(lineup, takeDue(waiting, playNumber), context.teams, context.people);
  const plays = rows.events.map((event) => {
    change(event.number("EVENT_ID"));
    return playOf(event, lineup, context);
  });
  change(Number.POSITIVE_INFINITY);
  return plays;
}

/** Takes out the substitutions made before a play. `cwsub` numbers each by the last play before it. */
function takeDue(waiting: SourceRow[], playNumber: number): SourceRow[] {
  const later = waiting.findIndex((row) => row.number("EVENT_ID") >= playNumber);
  return waiting.splice(0, later === -1 ? waiting.length : later);
}

/** Substitutions refer to plays by number, and in our games the away team bats first. */
function expectPlayable(events: readonly SourceRow[]): void {
  for (const [index, event] of events.entries()) {
    const expected = index + 1;
    if (event.number("EVENT_ID") !== expected) {
      event.refuse("EVENT_ID", `must be ${expected}: the plays of a game are numbered without a gap`);
    }
  }
  const [first] = events;
  if (first?.number("BAT_HOME_ID") === 1)
    first.refuse("BAT_HOME_ID", "is 1, but the away team must bat first");
}

/** Everyone who appears, once: a player who was traded while a game was suspended may appear for both teams. */
function rosterOf(entries: readonly FileLineupEntry[]): FileRosterEntry[] {
  const roster = new Map(
    entries.map(({ teamId, cardId, playerId }) => [playerId, { teamId, cardId, playerId }]),
  );
  return [...roster.values()];
}
