import { readTable } from "./event-records.js";
import type { TextFile } from "./text-files.js";

/** Names by Retrosheet's identifiers. */
export type NamesById = ReadonlyMap<string, string>;

/** The names from the lists next to the event files. Without them, the event files' own names are used. */
export interface SeasonNames {
  readonly people: NamesById;
  readonly teams: NamesById;
}

export const isRoster = (name: string) => /\.ros$/i.test(name);
export const isTeamList = (name: string) => /^TEAM\d{4}$/i.test(name);

/** Reads names from the rosters (`almoa002,Almora,Albert,R,R,CHN,OF`), and cities from the lists (`CHN,N,Chicago,Cubs`). */
export async function readNames(files: readonly TextFile[]): Promise<SeasonNames> {
  const people = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const file of files) {
    if (isRoster(file.name)) {
      for (const [id = "", last = "", first = ""] of readTable(file.name, await file.read()))
        note(people, id, `${first} ${last}`.trim());
    } else if (isTeamList(file.name)) {
      for (const [id = "", , city = ""] of readTable(file.name, await file.read())) note(teams, id, city);
    }
  }
  return { people, teams };
}

function note(names: Map<string, string>, id: string, name: string): void {
  if (id !== "" && name !== "") names.set(id, name);
}
