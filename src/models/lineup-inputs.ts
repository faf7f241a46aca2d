import * as z from "zod";
import { isAtMostOnePerson, isOnePerson } from "../rules/lineups/team-lineup.js";
import { positions } from "../rules/vocabulary.js";
import { games } from "./games-table.js";
import { expectedVersion, identifier, uuidText } from "./input-schemas.js";
import { lineupInput, lineupRanges, lineups } from "./lineups-table.js";
import { once } from "./once.js";
import {
  addValidator,
  columnReader,
  type FieldRule,
  listOf,
  objectOf,
  objectValidator,
  optional,
  optionalList,
  orNull,
  required,
  withCondition,
} from "./validate.js";

/** Who somebody is, in an input: a card or a player, or neither. */
const personInput = () => ({
  cardId: identifier().nullable().default(null),
  playerId: identifier().nullable().default(null),
  playerName: lineupInput().shape.playerName as z.ZodType<string | null>,
});

export const substitutionInput = once(() => {
  const change = z
    .strictObject({ replaces: identifier(), position: z.enum(positions), ...personInput() })
    .refine(isAtMostOnePerson, { path: ["cardId"], message: "and playerId must not both be given" });
  return z.strictObject({
    gameId: uuidText(),
    teamId: z.int32(),
    changes: z.array(change).refine((changes) => changes.length > 0, "must hold at least one change"),
    leaves: z.array(identifier()).default([]),
    allowReentry: z.boolean().default(false),
    expectedVersion: expectedVersion(),
  });
});

export const startingLineupInput = once(() => {
  const [firstSlot, lastSlot] = lineupRanges.battingOrder;
  const starter = z
    .strictObject({
      position: z.enum(positions),
      battingOrder: z.int().min(firstSlot).max(lastSlot).nullable().default(null),
      ...personInput(),
    })
    .refine(isOnePerson, { path: ["cardId"], message: "or playerId must be given, and not both" });
  return z.strictObject({
    gameId: uuidText(),
    teamId: z.int32(),
    players: z.array(starter),
    expectedVersion: expectedVersion(),
  });
});

const read = {
  id: columnReader(lineups.id),
  position: columnReader(lineups.position),
  flag: columnReader(lineups.isStarter),
};
const person: Readonly<Record<string, FieldRule>> = {
  cardId: optional(orNull(columnReader(lineups.cardId))),
  playerId: optional(orNull(columnReader(lineups.playerId))),
  playerName: optional(orNull(columnReader(lineups.playerName))),
};
const ofTeam: Readonly<Record<string, FieldRule>> = {
  gameId: required(columnReader(games.id)),
  teamId: required(columnReader(lineups.teamId)),
  expectedVersion: optional(orNull(columnReader(games.stateVersion, { range: [0, 2 ** 31 - 1] }))),
};

addValidator(substitutionInput, () => {
  const fields = { replaces: required(read.id), position: required(read.position), ...person };
  const change = withCondition(objectOf(objectValidator(fields)), isAtMostOnePerson);
  return objectValidator({
    ...ofTeam,
    changes: required(listOf(change, 1)),
    leaves: optionalList(read.id),
    allowReentry: optional(read.flag, false),
  });
});

addValidator(startingLineupInput, () => {
  const battingOrder = columnReader(lineups.battingOrder, { range: lineupRanges.battingOrder });
  const fields = {
    position: required(read.position),
    battingOrder: optional(orNull(battingOrder)),
    ...person,
  };
  const starter = withCondition(objectOf(objectValidator(fields)), isOnePerson);
  return objectValidator({ ...ofTeam, players: required(listOf(starter)) });
});
