import { EntitySchema, type EntitySchemaProperty, raw } from "@mikro-orm/core";
import { MikroORM } from "@mikro-orm/postgresql";
import { snakeCase } from "../data/columns.js";
import type { WholePlay } from "../data/play.js";
import { type Kind, type TableColumns, tables } from "../data/tables.js";
import type { Subject } from "./subject.js";

type Row = Record<string, unknown>;

const types: Readonly<Record<Kind, string>> = {
  uuid: "uuid",
  smallint: "smallint",
  integer: "integer",
  bigint: "double",
  identity: "double",
  boolean: "boolean",
  text: "text",
  jsonb: "json",
  time: "Date",
  real: "float",
  generated: "smallint",
};

function propertiesOf(columns: TableColumns, key: readonly string[]) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { kind, isNullable }]) => [
      name,
      {
        type: types[kind],
        fieldName: snakeCase(name),
        nullable: isNullable,
        primary: key.includes(name),
        ...(kind === "generated" ? { persist: false } : {}),
      } as EntitySchemaProperty<unknown, Row>,
    ]),
  );
}

/** A relation by the play's own column and its game's. */
const person = (name: string) =>
  ({
    kind: "m:1",
    entity: () => "Lineup",
    joinColumns: ["game_id", name],
    ownColumns: [name],
  }) as unknown as EntitySchemaProperty<unknown, Row>;

function dataOf({ batterId, pitcherId, ...play }: WholePlay): Row {
  return { ...play, batter: [play.gameId, batterId], pitcher: [play.gameId, pitcherId] };
}

const Game = new EntitySchema<Row>({
  name: "Game",
  tableName: "games",
  properties: propertiesOf(tables.games, ["id"]) as never,
});
const Lineup = new EntitySchema<Row>({
  name: "Lineup",
  tableName: "lineups",
  properties: propertiesOf(tables.lineups, ["gameId", "id"]) as never,
});
const { batterId: _batterId, pitcherId: _pitcherId, ...ownOfPlay } = tables.plays;
const Play = new EntitySchema<Row>({
  name: "Play",
  tableName: "plays",
  properties: {
    ...propertiesOf(ownOfPlay, ["gameId", "playNumber"]),
    batter: person("batter_id"),
    pitcher: person("pitcher_id"),
  } as never,
});

/** A fork for each request; `insert` and `nativeUpdate`, which its documentation recommends where speed matters. */
export const subject: Subject = {
  title: "MikroORM",
  async open(clientUrl, max) {
    const orm = await MikroORM.init({ clientUrl, pool: { min: 0, max }, entities: [Game, Lineup, Play] });
    return {
      recordPlay: (play, state) =>
        orm.em.fork().transactional(async (em) => {
          await em.insert(Play, dataOf(play));
          await em.nativeUpdate(
            Game,
            { id: play.gameId },
            { ...state, stateVersion: raw("state_version + 1") },
          );
        }),
      async loadGame(gameId) {
        const em = orm.em.fork();
        const game = await em.findOneOrFail(Game, { id: gameId });
        const [lineups, plays] = await Promise.all([
          em.find(Lineup, { gameId, isActive: true }, { orderBy: { id: "asc" } }),
          em.find(Play, { gameId }, { orderBy: { playNumber: "asc" } }),
        ]);
        return { game, lineups, plays };
      },
      lastPlays: (gameId, after) =>
        orm.em
          .fork()
          .find(
            Play,
            { gameId, playNumber: { $gt: after } },
            { populate: ["batter", "pitcher"] as never, orderBy: { playNumber: "asc" }, limit: 10 },
          ),
      activeLineup: (gameId, teamId) =>
        orm.em.fork().find(Lineup, { gameId, teamId, isActive: true }, { orderBy: { id: "asc" } }),
      insertPlays: (plays) => orm.em.fork().insertMany(Play, plays.map(dataOf)),
      close: () => orm.close(),
    };
  },
};
