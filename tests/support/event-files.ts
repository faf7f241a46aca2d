import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "./needs.js";
import { postseasonFolder, seasonFolder } from "./retrosheet.js";

/** The folders with one odd game each. */
export const oddFolder = join(postseasonFolder, "..", "odd");
export const needsOddGames = needs(existsSync(oddFolder), "Retrosheet's odd games are missing");

/** Every folder with event files. */
function eventFolders(): string[] {
  const odd = existsSync(oddFolder) ? readdirSync(oddFolder).map((game) => join(oddFolder, game)) : [];
  return [join(postseasonFolder, "events"), join(seasonFolder, "events"), ...odd].filter(existsSync);
}

/** The event files of a folder, in order. */
export function eventFilesOf(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /\.EV[A-Z]$/.test(name));
  return names.toSorted().map((name) => join(folder, name));
}

/** The records of an event file as lists of fields. */
export function readRecords(path: string): string[][] {
  const lines = readFileSync(path, "latin1").split(/\r?\n/);
  return lines.filter((line) => line !== "").map((line) => line.split(","));
}

/** The text of every play in all event files; each text once, because most are repeated. */
export function allPlayTexts(): string[] {
  const records = eventFolders().flatMap(eventFilesOf).flatMap(readRecords);
  return [...new Set(records.flatMap(([kind, ...fields]) => (kind === "play" ? [fields[5] ?? ""] : [])))];
}
