import { readFields } from "./csv.js";

/** Names by Retrosheet's identifiers. */
export type Names = ReadonlyMap<string, string>;

/** Everybody's name, as "First Last", from the rosters (`almoa002,Almora,Albert,R,R,CHN,OF`). */
export async function readPeople(rosters: readonly string[]): Promise<Names> {
  return readNames(rosters, ([, last = "", first = ""]) => `${first} ${last}`.trim());
}

/** Every team's city, from the lists of teams (`CHN,N,Chicago,Cubs`). */
export async function readTeams(teams: readonly string[]): Promise<Names> {
  return readNames(teams, ([, , city = ""]) => city);
}

async function readNames(
  paths: readonly string[],
  nameOf: (fields: readonly string[]) => string,
): Promise<Names> {
  const names = new Map<string, string>();
  for (const path of paths) {
    for await (const fields of readFields(path)) {
      const [id = ""] = fields;
      const name = nameOf(fields);
      if (id !== "" && name !== "") names.set(id, name);
    }
  }
  return names;
}
