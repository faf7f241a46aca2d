import { samePlay } from "./play.js";

/** A camelCase name as the database writes it. */
export const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The fields of a play that a writer gives, in one order. */
export const playFields: readonly string[] = [
  ...["gameId", "playNumber", "inning", "battingOrder", "batterId", "pitcherId", "catcherId", "onFirstId"],
  "createdAt",
  ...Object.keys(samePlay),
];

export const playColumns: readonly string[] = playFields.map(snakeCase);
