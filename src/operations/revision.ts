import * as z from "zod";
import { type PlayInput, type PlayValues, playInput, playRules } from "../models/plays/index.js";
import { labelOf, validate } from "../models/validate.js";
import type { Executor } from "../session/executor.js";
import * as statements from "../statements/revision.js";
import { checkTogether } from "./check-together.js";
import {
  attempts,
  expectedVersion,
  lookAtGame,
  staleGameState,
  type VersionExpectation,
} from "./found-game.js";
import { checkedState, type GameState } from "./games.js";
import type { RecordedPlay } from "./plays.js";
import { stateHash } from "./same-play.js";

const expectation = z.strictObject({ expectedVersion });

export async function reviseLastPlay(
  executor: Executor,
  play: PlayInput,
  state: GameState,
  options: VersionExpectation = {},
): Promise<RecordedPlay> {
  const subject = `The revision of play ${labelOf(play, "playNumber")} of game ${labelOf(play, "gameId")}`;
  const checked = checkTogether(subject, {
    play: () => validate<PlayValues>(subject, playInput, play, playRules),
    state: () => checkedState(labelOf(play, "gameId"), state),
    options: () => validate<z.infer<typeof expectation>>("The expectation", expectation, options),
  });
  const { gameId, playNumber } = checked.play;
  const values = {
    ...{ play: checked.play, state: checked.state, ...checked.options },
    madeAt: play.createdAt === undefined ? null : checked.play.createdAt,
    stateHash: stateHash(checked.state),
  };
  for (let attempt = 1; ; attempt += 1) {
    const [revised] = await executor.execute(statements.reviseLastPlay, values);
    if (revised !== undefined) return { playId: revised.id, stateVersion: revised.stateVersion };
    const found = await lookAtGame(executor, gameId);
    const isAsExpected = (values.expectedVersion ?? found.stateVersion) === found.stateVersion;
    // Otherwise the game changed between the two statements, and the play may be revised now.
    if (attempt === attempts || found.lastPlay !== playNumber || !isAsExpected) {
      throw staleGameState(gameId, found);
    }
  }
}
