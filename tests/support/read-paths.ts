import type { DatabaseOperations, Play } from "../../src/index.js";

/** Every way in which the operations read plays; each decodes the rows differently. */
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

/** A `real` column stores 24 significant bits of a number. */
export function withReals<Row extends { wpa?: number | null; re24?: number | null }>(row: Row): Row {
  const real = (value: number | null | undefined) => (value == null ? null : Math.fround(value));
  return { ...row, wpa: real(row.wpa), re24: real(row.re24) };
}
