import type { DatabaseOperations, Play } from "../../src/index.js";

/** Every way in which the operations read plays: each decodes what the database says in its own manner. */
export const readPaths: readonly {
  readonly name: string;
  read(operations: DatabaseOperations, gameId: string): Promise<Play[]>;
}[] = [
  { name: "getPlays", read: (operations, gameId) => operations.getPlays(gameId) },
  {
    name: "getPlaysWithPlayers",
    read: async (operations, gameId) =>
      (await operations.getPlaysWithPlayers(gameId)).map(({ play }) => play),
  },
  {
    name: "loadGameState",
    read: async (operations, gameId) => (await operations.loadGameState(gameId))?.plays ?? [],
  },
];

/** A `real` column keeps 24 bits of a number: two numbers that are the same to these are the same to it. */
export function withReals<Row extends { wpa?: number | null; re24?: number | null }>(row: Row): Row {
  const real = (value: number | null | undefined) => (value == null ? null : Math.fround(value));
  return { ...row, wpa: real(row.wpa), re24: real(row.re24) };
}
