import type { Database } from "../../src/index.js";
import { type BoxScore, boxScore } from "../../src/stats.js";
import { readRows } from "./chadwick/csv.js";
import { gameIdOf, playerIdOf, teamIdOf } from "./chadwick/identifiers.js";
import type { SourceRow } from "./chadwick/row.js";
import { findRecords } from "./record-files.js";

type Counts = Readonly<Record<string, number>>;

/** Columns of `cwdaily`, and Dugout's fields that must equal them. */
const batting: Readonly<Record<string, string>> = {
  ...{ B_PA: "pa", B_AB: "ab", B_R: "run", B_H: "hit", B_2B: "double", B_3B: "triple", B_HR: "homerun" },
  ...{ B_RBI: "rbi", B_BB: "bb", B_IBB: "ibb", B_SO: "so", B_HP: "hbp", B_SH: "sacBunt", B_SF: "sacFly" },
  ...{ B_SB: "sb", B_CS: "cs", B_GDP: "gidp" },
};
const pitching: Readonly<Record<string, string>> = {
  ...{ P_GS: "start", P_GF: "finish", P_CG: "completeGame", P_SHO: "shutout", P_W: "win", P_L: "loss" },
  ...{ P_SV: "save", P_OUT: "outsRecorded", P_TBF: "pa", P_AB: "ab", P_H: "hit", P_2B: "double" },
  ...{ P_3B: "triple", P_HR: "homerun", P_R: "run", P_ER: "earnedRun", P_BB: "bb", P_IBB: "ibb" },
  ...{ P_SO: "so", P_HP: "hbp", P_SH: "sacBunt", P_SF: "sacFly", P_GDP: "gidp" },
  ...{ P_WP: "wildPitch", P_BK: "balk" },
};
const fielding: Readonly<Record<string, string>> = { PO: "putout", A: "assist", E: "error" };
const positions = ["P", "C", "1B", "2B", "3B", "SS", "LF", "CF", "RF"];

/** Compares stored games with their official record: `cwdaily` and `cwgame`. */
export class OfficialRecord {
  readonly compared = { games: 0, batting: 0, pitching: 0, fielding: 0 };
  readonly exceptions: string[] = [];
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param chosen the first games of the folder, by Retrosheet's identifiers; all when left out */
  async compareFolder(folder: string, chosen?: ReadonlySet<string>): Promise<void> {
    const files = await findRecords(folder);
    const lines = new Map<string, SourceRow[]>();
    for await (const row of readRows(files.daily)) {
      if (chosen?.has(row.gameId) === false) break;
      lines.set(row.gameId, [...(lines.get(row.gameId) ?? []), row]);
    }
    for await (const game of readRows(files.games)) {
      if (chosen?.has(game.gameId) === false) break;
      await this.#compareGame(game, lines.get(game.gameId) ?? []);
    }
  }

  async #compareGame(game: SourceRow, official: readonly SourceRow[]): Promise<void> {
    const date = game.text("GAME_DT").replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3T00:00:00Z");
    const box = await boxScore(this.#database, gameIdOf(game.gameId, new Date(date)));
    const ours = linesByPlayer(box);
    for (const row of official) {
      const player = `${teamIdOf(row, "TEAM_ID")} ${playerIdOf(row, "PLAYER_ID")}`;
      const { batted, pitched, fielded } = ours.get(player) ?? {};
      this.#compare(row, "batting", batted, countsOf(row, batting));
      if (row.number("P_G") > 0) this.#compare(row, "pitching", pitched, countsOf(row, pitching));
      else if (pitched !== undefined)
        this.exceptions.push(`${game.gameId} ${player} pitched by our record only`);
      this.#compare(row, "fielding", fielded, fieldingOf(row));
      ours.delete(player);
    }
    for (const player of ours.keys())
      this.exceptions.push(`${game.gameId} ${player} played by our record only`);
    this.#compareTeams(game, box);
    this.compared.games += 1;
  }

  #compareTeams(game: SourceRow, box: BoxScore): void {
    for (const side of ["AWAY", "HOME"] as const) {
      // In the rare game in which the home team bats first, it is the away team here.
      const team = box.away.teamId === teamIdOf(game, `${side}_TEAM_ID`) ? box.away : box.home;
      const counted = (name: string) => game.number(`${side}_${name}_CT`);
      const innings = team.innings.map((run) => (run === null ? "" : run > 9 ? `(${run})` : run)).join("");
      const staff = box.pitching.filter(({ teamId }) => teamId === team.teamId);
      const found = {
        ...{ innings, R: team.run, H: team.hit, E: team.error, LOB: team.leftOnBase },
        ...{ DP: team.doublePlay, TP: team.triplePlay },
        ER: staff.reduce((sum, { earnedRun }) => sum + earnedRun, 0),
      };
      const expected = {
        innings: game.text(`${side}_LINE_TX`),
        ...{ R: counted("SCORE"), H: counted("HITS"), E: counted("ERR"), LOB: counted("LOB") },
        ...{ DP: counted("DP"), TP: counted("TP"), ER: counted("ER") },
      };
      this.#note(`${game.gameId} ${side}`, found, expected);
    }
  }

  #compare(
    row: SourceRow,
    kind: "batting" | "pitching" | "fielding",
    line: object | undefined,
    expected: Counts,
  ): void {
    this.compared[kind] += 1;
    this.#note(`${row.gameId} ${row.text("PLAYER_ID")} ${kind}`, line ?? {}, expected);
  }

  #note(what: string, found: object, expected: object): void {
    const given = found as Readonly<Record<string, unknown>>;
    const wrong = Object.entries(expected).filter(([count, value]) => (given[count] ?? 0) !== value);
    for (const [count, value] of wrong) {
      this.exceptions.push(`${what}: ${count} is ${String(given[count])}, officially ${value}`);
    }
  }
}

interface PlayerLines {
  batted?: object;
  pitched?: object;
  fielded?: Record<string, number>;
}

function linesByPlayer({ batting: batted, pitching: pitched, fielding: fielded }: BoxScore) {
  const players = new Map<string, PlayerLines>();
  const linesOf = ({ teamId, playerId }: { teamId: number; playerId: number | null }) => {
    const key = `${teamId} ${playerId}`;
    const lines = players.get(key) ?? {};
    players.set(key, lines);
    return lines;
  };
  for (const line of batted) linesOf(line).batted = line;
  for (const line of pitched) linesOf(line).pitched = line;
  for (const line of fielded) {
    const lines = linesOf(line);
    lines.fielded ??= {};
    for (const credit of Object.values(fielding)) {
      lines.fielded[`${line.position} ${credit}`] = line[credit as "putout" | "assist" | "error"];
    }
    if (line.position === "C") lines.fielded["C passedBall"] = line.passedBall;
  }
  return players;
}

function countsOf(row: SourceRow, columns: Readonly<Record<string, string>>): Counts {
  return Object.fromEntries(Object.entries(columns).map(([column, field]) => [field, row.number(column)]));
}

function fieldingOf(row: SourceRow): Counts {
  const credits = positions.flatMap((position) =>
    Object.entries(fielding).map(([column, field]) => [
      `${position} ${field}`,
      row.number(`F_${position}_${column}`),
    ]),
  );
  return { ...Object.fromEntries(credits), "C passedBall": row.number("F_C_PB") };
}
