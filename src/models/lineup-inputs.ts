import * as z from "zod";
import { positions } from "../rules/vocabulary.js";
import { identifier, uuidText } from "./input-schemas.js";
import { lineupInput, lineupRanges } from "./lineups-table.js";
import { once } from "./once.js";

/** Who somebody is, in an input: a card or a player, or neither. */
const personInput = () => ({
  cardId: identifier().nullable().default(null),
  playerId: identifier().nullable().default(null),
  playerName: lineupInput().shape.playerName as z.ZodType<string | null>,
});

export const substitutionInput = once(() => {
  const change = z
    .strictObject({ replaces: identifier(), position: z.enum(positions), ...personInput() })
    .refine(({ cardId, playerId }) => cardId === null || playerId === null, {
      path: ["cardId"],
      message: "and playerId must not both be given",
    });
  return z.strictObject({
    gameId: uuidText(),
    teamId: z.int32(),
    changes: z.array(change).refine((changes) => changes.length > 0, "must hold at least one change"),
    leaves: z.array(identifier()).default([]),
    allowReentry: z.boolean().default(false),
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
    .refine(({ cardId, playerId }) => (cardId === null) !== (playerId === null), {
      path: ["cardId"],
      message: "or playerId must be given, and not both",
    });
  return z.strictObject({ gameId: uuidText(), teamId: z.int32(), players: z.array(starter) });
});
