import { getTableColumns } from "drizzle-orm";
import { battingCounts, pitchingCounts } from "../models/statistics/line-columns.js";
import { appearanceCounts } from "../models/statistics/plate-appearances.js";
import { storedBattingLines, storedPitchingLines } from "../models/statistics/stored-lines.js";

type Names<Counts> = { readonly [Field in keyof Counts]: string };

/** The counts of a line, by their fields, as SQL calls them. */
function namesOf<Counts extends object>(
  counts: Counts,
  columns: Readonly<Record<string, { readonly name: string }>>,
): Names<Counts> {
  return Object.fromEntries(
    Object.keys(counts).map((field) => [field, columns[field]?.name ?? field]),
  ) as Names<Counts>;
}

export const battingColumns = namesOf(battingCounts(), getTableColumns(storedBattingLines));
export const appearanceColumns = namesOf(appearanceCounts(), getTableColumns(storedBattingLines));
export const pitchingColumns = namesOf(pitchingCounts(), getTableColumns(storedPitchingLines));
