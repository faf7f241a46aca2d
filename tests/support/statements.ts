import { readdir } from "node:fs/promises";
import { gameInput } from "../../src/models/games-table.js";
import { lineupInput } from "../../src/models/lineups-table.js";
import { playInput } from "../../src/models/plays-table.js";
import type { Statement } from "../../src/statements/statement.js";
import { sampleGame, sampleGameId, samplePlay } from "./sample-inputs.js";

type AnyStatement = Statement<unknown, unknown>;

const isStatement = (exported: unknown): exported is AnyStatement =>
  typeof exported === "object" && exported !== null && "text" in exported && "decode" in exported;

const folder = new URL("../../src/statements/", import.meta.url);
const files = (await readdir(folder)).toSorted();
const exportsOf = async (file: string): Promise<object> => import(new URL(file, folder).href);

/** The statements of each file. */
export const statementsByFile: ReadonlyMap<string, readonly AnyStatement[]> = new Map(
  await Promise.all(
    files.map(async (file) => [file, Object.values(await exportsOf(file)).filter(isStatement)] as const),
  ),
);

/** Every statement of the package that is not a user's own. */
export const statements: readonly AnyStatement[] = [...statementsByFile.values()].flat();

const game = gameInput().parse(sampleGame);
const play = playInput().parse(samplePlay);
const entry = lineupInput().parse({ gameId: sampleGameId, teamId: 1, position: "SS" });
const state = { ...game, gameId: sampleGameId, status: null, winnerTeamId: null };
const filter = { createdFrom: null, createdBefore: null, afterCreatedAt: null, afterId: null };
const rest = {
  ...{ expectedVersion: 0, expectedLastPlay: 0, at: new Date(0), ...filter },
  ...{
    corrections: [],
    credits: [],
    entering: [],
    ended: [],
    returning: [],
    toPlayNumber: 1,
    stateVersion: 0,
    madeAt: null,
  },
  ...{ pageSize: 100, lineupId: 7, after: 0, limit: null, cardId: 4, playerId: null },
  ...{ stateSnapshot: { a: 1 }, connectedUsers: null, lastActionAt: new Date(0) },
  ...{ now: new Date(0), expectedLastActionAt: null, stateHash: 0, feedVersion: 0 },
};

const known = { gameId: sampleGameId, version: 1, greatestPlay: 2, createdAt: new Date(0), isForced: true };
const feed = {
  known: [known],
  gameIds: [sampleGameId],
  payloads: ["*"],
  statuses: ["active"],
  since: new Date(0),
};

/** Values with which every statement can be encoded. The play is not a game's first, before which nothing is to be asked. */
export const values = {
  ...{ ...play, ...entry, ...state, ...rest, ...feed },
  ...{ play: { ...play, playNumber: 2 }, state },
};

/** A finding belongs to a play by its number. */
export const valuesOf = (name: string) => (name === "saveKnownFinding" ? { ...values, play: 1 } : values);

const found = { game: { id: sampleGameId, status: "active" } };
const answer = {
  ...values,
  id: sampleGameId,
  isCompleted: true,
  ended: "",
  createdAt: new Date(0),
  rows: found,
};
const several = { entering: [entry], credits: [{ id: 7, decision: "win" }] };

/** What a distributed PostgreSQL is sent for a statement: the statement itself, or all of its steps. */
export async function sentWhenDistributed(
  statement: AnyStatement,
): Promise<{ name: string; text: string; encoded: unknown[] }[]> {
  const sent = new Map<string, { name: string; text: string; encoded: unknown[] }>();
  const note = ({ name, text, encode }: AnyStatement, given: unknown) => {
    sent.set(name, { name, text, encoded: encode(given) });
  };
  if (statement.steps === undefined) note(statement, valuesOf(statement.name));
  /** Runs the steps; the one of this name finds no row. */
  const run = async (finding?: string, expectation = {}) =>
    statement.steps?.(
      async (step, given) => {
        note(step as AnyStatement, given);
        return step.name === finding ? [] : [answer as never];
      },
      { ...valuesOf(statement.name), ...several, ...expectation },
    );
  await run();
  await run(undefined, { expectedVersion: null });
  // Where a row is always found, its absence is an error.
  for (const name of [...sent.keys()]) await run(name).catch(() => {});
  return [...sent.values()];
}
