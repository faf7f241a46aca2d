import type { Options } from "./options.js";
import { type WorkName, workNames } from "./protocol.js";

/** One measurement that every subject runs in turn. */
export interface Task {
  readonly work: WorkName;
  readonly clients: number;
  /** True if a proxy adds a millisecond in each direction. */
  readonly isDelayed: boolean;
}

export const keyOf = ({ work, clients, isDelayed }: Task) =>
  `${work}/${clients}${isDelayed ? "/delayed" : ""}`;

export function tasksOf({ only, clients, readers }: Options): Task[] {
  const isWanted = (name: string) => only.length === 0 || only.includes(name);
  const direct = workNames.filter(isWanted).flatMap((work) => {
    const numbers = work === "recordPlay" ? clients : work === "insertPlays" ? [1] : readers;
    return numbers.map((number) => ({ work, clients: number, isDelayed: false }));
  });
  const delayed = isWanted("delayed")
    ? (["recordPlay", "loadGame"] as const).map((work) => ({ work, clients: 1, isDelayed: true }))
    : [];
  return [...direct, ...delayed];
}
