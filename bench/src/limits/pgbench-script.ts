import { updateGameState } from "../../../src/statements/game-statements.js";
import { savePlay } from "../../../src/statements/play-statements.js";
import { recordPlay } from "../../../src/statements/record-play-statements.js";
import { playsPerGame } from "../data/dataset.js";
import { playOf, stateOf } from "../data/play.js";

/** A compiled statement of dugout: pgbench runs exactly the same SQL. */
interface CompiledStatement {
  readonly text: string;
  encode(values: unknown): readonly unknown[];
}

/** `keys only`: on tables with primary keys and no other constraint or index. */
export type PgbenchWay = "one statement" | "one statement, keys only" | "pipelined" | "one by one";

/** A script for pgbench, and the values of the variables that stay as they are. */
export interface PgbenchScript {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
}

const play = {
  ...playOf({ gameId: "", firstLineupId: 0 }, 1),
  ...{ gameId: ":game", playNumber: ":n", inning: ":inning", battingOrder: ":slot" },
  ...{ batterId: ":batter", onFirstId: ":runner", pitcherId: ":pitcher", catcherId: ":catcher" },
};
const state = {
  ...{ ...stateOf(1), inning: ":inning", gameId: ":game" },
  ...{ status: null, winnerTeamId: null, startedAt: null, completedAt: null },
};

const known = { play, state, stateHash: 1, expectedVersion: null };

const turn = `\\if :n = ${playsPerGame}
\\set n 0
\\set seq :seq + 1
select game_id as game, first_lineup_id as first from bench_slots where run = :run and client = :client_id and seq = :seq \\gset
\\endif
\\set n :n + 1
\\set inning 1
\\set slot 1 + :n % 9
\\set batter :first + :n % 9
\\set runner :first + (:n + 8) % 9
\\set pitcher :first + 19
\\set catcher :first + 10
`;

export function scriptOf(way: PgbenchWay): PgbenchScript {
  const variables: Record<string, string> = {};
  const bound = (statement: CompiledStatement, values: unknown) => {
    const given = statement.encode(values);
    const text = statement.text.replaceAll(/\$(\d+)/g, (_, number) => {
      const value = given[Number(number) - 1];
      if (value === null) return "null";
      if (typeof value === "string" && /^:[a-z]+$/.test(value)) return value;
      const name = `v_${statement.text.length}_${number}`;
      variables[name] = String(value);
      return `:${name}`;
    });
    return `${text};\n`;
  };
  if (way.startsWith("one statement")) {
    return { text: turn + bound(recordPlay as unknown as CompiledStatement, known), variables };
  }
  const save = bound(savePlay as unknown as CompiledStatement, play);
  const update = bound(updateGameState as unknown as CompiledStatement, { ...state, expectedVersion: null });
  const transaction = `begin;\n${save}${update}commit;\n`;
  const isPipelined = way === "pipelined";
  return {
    text: turn + (isPipelined ? `\\startpipeline\n${transaction}\\endpipeline\n` : transaction),
    variables,
  };
}
