import { gameIdOf } from "../import/retrosheet/identifiers.js";

/** How a command describes the game that it takes. */
export const gameArgument = [
  "<game>",
  "its id, or Retrosheet's where it was imported: CLE201611020",
] as const;

/**
 * The game that a user names: by its id, or by Retrosheet's identifier when it was imported, from which its id is made.
 */
export function gameIdOfArgument(argument: string): string {
  const date = /^[A-Z0-9]{3}(\d{4})(\d{2})(\d{2})\d$/.exec(argument);
  if (date === null) return argument;
  const [, year, month, day] = date;
  const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(time.getTime()) ? argument : gameIdOf(argument, time);
}
