import { DataTypes, literal, type ModelAttributes, Op, Sequelize } from "sequelize";
import { type Kind, type TableColumns, tables } from "../data/tables.js";
import type { Subject } from "./subject.js";

const types: Readonly<Record<Kind, unknown>> = {
  uuid: DataTypes.UUID,
  smallint: DataTypes.SMALLINT,
  integer: DataTypes.INTEGER,
  bigint: DataTypes.BIGINT,
  identity: DataTypes.BIGINT,
  boolean: DataTypes.BOOLEAN,
  text: DataTypes.TEXT,
  jsonb: DataTypes.JSONB,
  time: DataTypes.DATE(3),
  real: DataTypes.REAL,
  generated: DataTypes.SMALLINT,
};

function attributesOf(columns: TableColumns, key: readonly string[]): ModelAttributes {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { kind, isNullable }]) => [
      name,
      {
        type: types[kind],
        allowNull: isNullable || kind === "generated",
        primaryKey: key.includes(name),
        ...(kind === "identity" ? { autoIncrement: true, autoIncrementIdentity: true } : {}),
      },
    ]),
  ) as ModelAttributes;
}

function defineModels(sequelize: Sequelize) {
  const Game = sequelize.define("Game", attributesOf(tables.games, ["id"]), { tableName: "games" });
  const Lineup = sequelize.define("Lineup", attributesOf(tables.lineups, ["gameId", "id"]), {
    tableName: "lineups",
  });
  const Play = sequelize.define("Play", attributesOf(tables.plays, ["gameId", "playNumber"]), {
    tableName: "plays",
  });
  Game.hasMany(Lineup, { foreignKey: "gameId", as: "lineups" });
  Game.hasMany(Play, { foreignKey: "gameId", as: "plays" });
  // Its associations support only one column, which is enough because an entry's id is unique.
  Play.belongsTo(Lineup, { foreignKey: "batterId", targetKey: "id", as: "batter" });
  Play.belongsTo(Lineup, { foreignKey: "pitcherId", targetKey: "id", as: "pitcher" });
  return { Game, Lineup, Play };
}

/** Managed transactions; `separate` for the two lists of a game, so that they are not multiplied by each other. */
export const subject: Subject = {
  title: "Sequelize",
  async open(url, max) {
    const sequelize = new Sequelize(url, {
      logging: false,
      pool: { max },
      define: { underscored: true, timestamps: false },
    });
    const { Game, Lineup, Play } = defineModels(sequelize);
    return {
      recordPlay: (play, state) =>
        sequelize.transaction(async (transaction) => {
          await Play.create({ ...play }, { transaction, returning: ["id"] });
          await Game.update(
            { ...state, stateVersion: literal("state_version + 1") },
            { where: { id: play.gameId }, transaction },
          );
        }),
      async loadGame(gameId) {
        const game = await Game.findByPk(gameId, {
          rejectOnEmpty: true,
          include: [
            {
              association: "lineups",
              separate: true,
              where: { isActive: true },
              required: false,
              order: ["id"],
            },
            { association: "plays", separate: true, order: ["playNumber"] },
          ],
        });
        return {
          game,
          lineups: game.get("lineups") as unknown[],
          plays: game.get("plays") as unknown[],
        };
      },
      lastPlays: (gameId, after) =>
        Play.findAll({
          where: { gameId, playNumber: { [Op.gt]: after } },
          include: [
            { association: "batter", where: { gameId } },
            { association: "pitcher", where: { gameId } },
          ],
          order: ["playNumber"],
          limit: 10,
        }),
      activeLineup: (gameId, teamId) =>
        Lineup.findAll({ where: { gameId, teamId, isActive: true }, order: ["id"] }),
      insertPlays: (plays) => Play.bulkCreate(plays.map((play) => ({ ...play }))),
      close: () => sequelize.close(),
    };
  },
};
