import type { Decision } from "../../../src/rules/vocabulary.js";
import { playerIdOf } from "./identifiers.js";
import type { Lineup } from "./lineup.js";
import type { SourceRow } from "./row.js";
import type { Teams } from "./vocabulary.js";

const fields: Readonly<Record<Decision, string>> = {
  win: "WIN_PIT_ID",
  loss: "LOSE_PIT_ID",
  save: "SAVE_PIT_ID",
};

/**
 * Notes the pitchers' decisions in the lineup, at the last entry in which each pitched.
 *
 * @throws {ValidationError} when a pitcher with a decision has not pitched
 */
export function decide(lineup: Lineup, game: SourceRow, teams: Teams): void {
  for (const [decision, field] of Object.entries(fields) as [Decision, string][]) {
    if (game.text(field) === "") continue;
    const playerId = playerIdOf(game, field);
    const pitched = Object.values(teams)
      .map((teamId) => lineup.lastOf(teamId, playerId, ({ position }) => position === "P"))
      .find((entry) => entry !== undefined);
    if (pitched === undefined) game.refuse(field, `is ${game.text(field)}, who has not pitched in the game`);
    pitched.decision = decision;
  }
}
