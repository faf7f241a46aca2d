import * as z from "zod";
import { identifier, uuidText } from "../input.js";
import { lineupInput } from "../lineups.js";
import { type Position, positions } from "../vocabulary.js";
import type { Person } from "./people.js";

/** One player's part in a substitution: he ends a lineup entry, and stands in its batting slot from now on. */
export interface LineupChange {
  /** The lineup entry that ends. */
  readonly replaces: number;
  /** Where he plays now: `PH` and `PR` for a pinch hitter and a pinch runner. */
  readonly position: Position;
  /** Who comes in, in a PD game. Without a card and a player it is whoever is replaced, at a new position. */
  readonly cardId?: number | null | undefined;
  /** Who comes in, in an SBA game. */
  readonly playerId?: number | null | undefined;
  /** Left out for somebody who is in the lineup already, it is the name that he has there. */
  readonly playerName?: string | null | undefined;
}

/** What `substitute` takes: everything that one team changes at once. */
export interface Substitution {
  readonly gameId: string;
  readonly teamId: number;
  readonly changes: readonly LineupChange[];
  /** Lineup entries that end although nobody takes their batting slot: a pitcher's who never batted. */
  readonly leaves?: readonly number[] | undefined;
  /** True in a league in which a player who has left may come back. */
  readonly allowReentry?: boolean | undefined;
}

/** A substitution with every default filled in. */
export interface SubstitutionValues {
  readonly gameId: string;
  readonly teamId: number;
  readonly changes: readonly (Person & Pick<LineupChange, "replaces" | "position">)[];
  readonly leaves: readonly number[];
  readonly allowReentry: boolean;
}

/** Who somebody is, in an input: a card or a player, or neither. */
export const personInput = {
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
