import { IllegalLineupError } from "../errors/index.js";
import {
  reasonsAgainstStart,
  type StartingLineup,
  type StartingLineupValues,
  startersOf,
  startingLineupInput,
} from "../models/lineup-rules/index.js";
import type { LineupEntry } from "../models/lineups.js";
import { merged, validate } from "../models/validate.js";
import { assertWritable, type Executor } from "../session/executor.js";
import { type FoundMoment, findLineupMoment } from "../statements/lineup-moment.js";
import * as statements from "../statements/starting-lineup.js";
import { decide } from "./decide.js";
import { expectedVersion, type VersionExpectation } from "./found-game.js";
import { checkedMoment } from "./lineup-moment.js";

export interface StartedLineup {
  /** In the order in which the players were given. */
  readonly entries: LineupEntry[];
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

const input = startingLineupInput.extend({ expectedVersion });
type Values = StartingLineupValues & { readonly expectedVersion: number | null };

export async function setStartingLineup(
  executor: Executor,
  lineup: StartingLineup,
  options: VersionExpectation = {},
): Promise<StartedLineup> {
  assertWritable(executor, "setStartingLineup");
  const subject = "The starting lineup";
  const values = validate<Values>(subject, input, merged(lineup, options));
  const { gameId, teamId } = values;
  return decide<FoundMoment, StartedLineup>(executor, {
    ...values,
    read: () => executor.execute(findLineupMoment, { gameId, teamId }),
    write: (found) => {
      const moment = checkedMoment("setStartingLineup", values, found);
      const entering = startersOf(values);
      const reasons = reasonsAgainstStart(moment, entering);
      if (reasons.length > 0) throw illegalLineup(values, reasons);
      const { feedVersion } = found.progress;
      return executor.execute(statements.setStartingLineup, { gameId, feedVersion, entering });
    },
  });
}

function illegalLineup({ gameId, teamId }: Values, reasons: readonly string[]): IllegalLineupError {
  return new IllegalLineupError(
    `Team ${teamId} cannot begin game ${gameId} with this lineup. ${reasons.join(" ")}`,
    { details: { gameId, teamId, reasons } },
  );
}
