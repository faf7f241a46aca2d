import { DataSource, EntitySchema, type EntitySchemaColumnOptions, MoreThan } from "typeorm";
import { snakeCase } from "../data/columns.js";
import { type ColumnKind, type TableColumns, tables } from "../data/tables.js";
import type { Subject } from "./subject.js";

type Row = Record<string, unknown>;

function column(name: string, { kind, isNullable }: ColumnKind, isKey: boolean): EntitySchemaColumnOptions {
  const type = kind === "identity" ? "bigint" : kind === "generated" ? "smallint" : kind;
  return {
    name: snakeCase(name),
    type: type === "time" ? "timestamptz" : type,
    nullable: isNullable,
    primary: isKey,
    ...(kind === "identity" ? { generated: "increment" as const } : {}),
    ...(kind === "generated" ? { insert: false, update: false } : {}),
  };
}

function columnsOf(columns: TableColumns, key: readonly string[]) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, kind]) => [name, column(name, kind, key.includes(name))]),
  );
}

const toGame = { type: "many-to-one", target: "Game", joinColumn: { name: "game_id" } } as const;
const person = (name: string) => ({
  type: "many-to-one" as const,
  target: "Lineup",
  joinColumn: [
    { name: "game_id", referencedColumnName: "gameId" },
    { name, referencedColumnName: "id" },
  ],
});

const Game = new EntitySchema<Row>({
  name: "Game",
  tableName: "games",
  columns: columnsOf(tables.games, ["id"]),
  relations: {
    lineups: { type: "one-to-many", target: "Lineup", inverseSide: "game" },
    plays: { type: "one-to-many", target: "Play", inverseSide: "game" },
  },
});
const Lineup = new EntitySchema<Row>({
  name: "Lineup",
  tableName: "lineups",
  columns: columnsOf(tables.lineups, ["gameId", "id"]),
  relations: { game: toGame },
});
const Play = new EntitySchema<Row>({
  name: "Play",
  tableName: "plays",
  columns: columnsOf(tables.plays, ["gameId", "playNumber"]),
  relations: { game: toGame, batter: person("batter_id"), pitcher: person("pitcher_id") },
});

/** `insert` and `update`, which its documentation recommends over `save` where speed matters. */
export const subject: Subject = {
  title: "TypeORM",
  async open(url, poolSize) {
    const source = await new DataSource({
      type: "postgres",
      url,
      poolSize,
      entities: [Game, Lineup, Play],
    }).initialize();
    const { manager } = source;
    return {
      recordPlay: (play, state) =>
        source.transaction(async (tx) => {
          await tx.insert(Play, { ...play });
          await tx.update(Game, { id: play.gameId }, { ...state, stateVersion: () => "state_version + 1" });
        }),
      async loadGame(id) {
        // Its `query` strategy asks once for each relation, where a join would multiply plays by lineup entries.
        const game = await manager.findOneByOrFail(Game, { id });
        const [lineups, plays] = await Promise.all([
          manager.find(Lineup, { where: { gameId: id, isActive: true }, order: { id: "ASC" } }),
          manager.find(Play, { where: { gameId: id }, order: { playNumber: "ASC" } }),
        ]);
        return { game, lineups, plays };
      },
      lastPlays: (gameId, after) =>
        manager.find(Play, {
          where: { gameId, playNumber: MoreThan(after) },
          relations: { batter: true, pitcher: true },
          order: { playNumber: "ASC" },
          take: 10,
        }),
      activeLineup: (gameId, teamId) =>
        manager.find(Lineup, { where: { gameId, teamId, isActive: true }, order: { id: "ASC" } }),
      insertPlays: (plays) =>
        manager.insert(
          Play,
          plays.map((play) => ({ ...play })),
        ),
      close: () => source.destroy(),
    };
  },
};
