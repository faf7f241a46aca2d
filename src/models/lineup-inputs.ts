import * as z from "zod";
import { positions } from "../rules/vocabulary.js";
import { identifier, uuidText } from "./input-schemas.js";
import { lineupInput, lineupRanges } from "./lineups-table.js";

/** Who somebody is, in an input: a card or a player, or neither. */
const personInput = {
  cardId: identifier.nullable().default(null),
  playerId: identifier.nullable().default(null),
  playerName: lineupInput.shape.playerName as z.ZodType<string | null>,
};

const change = z
  .strictObject({ replaces: identifier, position: z.enum(positions), ...personInput })
  .refine(({ cardId, playerId }) => cardId === null || playerId === null, {
    path: ["cardId"],
    message: "and playerId must not both be given",
  });

export const substitutionInput = z.strictObject({
  gameId: uuidText,
  teamId: z.int32(),
  changes: z.array(change).refine((changes) => changes.length > 0, "must hold at least one change"),
  leaves: z.array(identifier).default([]),
  allowReentry: z.boolean().default(false),
});

const [firstSlot, lastSlot] = lineupRanges.battingOrder;
const starter = z
  .strictObject({
    position: z.enum(positions),
    battingOrder: z.int().min(firstSlot).max(lastSlot).nullable().default(null),
    ...personInput,
  })
  .refine(({ cardId, playerId }) => (cardId === null) !== (playerId === null), {
    path: ["cardId"],
    message: "or playerId must be given, and not both",
  });

export const startingLineupInput = z.strictObject({
  gameId: uuidText,
  teamId: z.int32(),
  players: z.array(starter),
});
