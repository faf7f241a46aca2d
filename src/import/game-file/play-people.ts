import type { FilePlay } from "./game-file.js";

/** The fields of a play that name lineup entries. */
export const people = [
  "batterId",
  "pitcherId",
  "catcherId",
  "defenderId",
  "runnerId",
  "onFirstId",
  "onSecondId",
  "onThirdId",
  "responsibleBatterId",
  "responsiblePitcherId",
  "onFirstPitcherId",
  "onSecondPitcherId",
  "onThirdPitcherId",
] as const satisfies readonly (keyof FilePlay)[];

/** The same play with other identifiers of its people. */
export function renamed<Named extends Pick<FilePlay, (typeof people)[number]>>(
  play: Named,
  idOf: (id: number) => number,
): Named {
  const ids = people.map((field) => {
    const id = play[field];
    return [field, id === null ? null : idOf(id)];
  });
  return { ...play, ...Object.fromEntries(ids) };
}
