import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The files of a folder that hold the official record of its games. */
export async function findRecords(folder: string): Promise<{ daily: string; games: string }> {
  const names = await readdir(folder);
  const find = (program: string) => {
    const name = names.find((candidate) => candidate.startsWith(program));
    if (name === undefined) throw new Error(`${folder} holds no file of ${program}`);
    return join(folder, name);
  };
  return { daily: find("cwdaily"), games: find("cwgame") };
}
