import { IllegalSubstitutionError } from "../errors/index.js";
import {
  planSubstitution,
  reasonsAgainst,
  type Substitution,
  type SubstitutionValues,
  substitutionInput,
} from "../models/lineup-rules/index.js";
import type { LineupEntry } from "../models/lineups.js";
import { merged, validate } from "../models/validate.js";
import { assertWritable, type Executor } from "../session/executor.js";
import { type FoundMoment, findLineupMoment } from "../statements/lineup-moment.js";
import * as statements from "../statements/substitutions.js";
import { decide } from "./decide.js";
import { expectedVersion, type VersionExpectation } from "./found-game.js";
import { checkedMoment } from "./lineup-moment.js";

export interface MadeSubstitution {
  /** The new entries, in the order of the changes. */
  readonly entries: LineupEntry[];
  /** The entries that ended, in order of entry. */
  readonly ended: LineupEntry[];
  /** How many times the game's state has changed, this change included. */
  readonly stateVersion: number;
}

const input = substitutionInput.extend({ expectedVersion });
type Values = SubstitutionValues & { readonly expectedVersion: number | null };

export async function substitute(
  executor: Executor,
  substitution: Substitution,
  options: VersionExpectation = {},
): Promise<MadeSubstitution> {
  assertWritable(executor, "substitute");
  const values = validate<Values>("The substitution", input, merged(substitution, options));
  const { gameId, teamId } = values;
  return decide<FoundMoment, MadeSubstitution>(executor, {
    ...values,
    read: () => executor.execute(findLineupMoment, { gameId, teamId }),
    write: (found) => {
      const moment = checkedMoment("substitute", values, found);
      const plan = planSubstitution(moment, values);
      const reasons = reasonsAgainst(moment, values, plan);
      if (reasons.length > 0) throw illegalSubstitution(values, reasons);
      return executor.execute(statements.substitute, {
        gameId,
        feedVersion: found.progress.feedVersion,
        ended: plan.ended.map(({ id }) => id),
        entering: plan.entrances.map(({ entry }) => entry),
        afterPlay: found.progress.lastPlay,
      });
    },
  });
}

function illegalSubstitution(
  { gameId, teamId }: Values,
  reasons: readonly string[],
): IllegalSubstitutionError {
  return new IllegalSubstitutionError(
    `Team ${teamId} cannot substitute like this in game ${gameId}. ${reasons.join(" ")}`,
    { details: { gameId, teamId, reasons } },
  );
}
