import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { databaseOf, type Host, type ServerSettings, userOf } from "./settings.js";

/**
 * Returns the password for a host from libpq's password file (PostgreSQL documentation, "The Password File"). Undefined if there
 * is no file, if it has no line for this host, or if other users may read it.
 */
export async function passwordFromFile(settings: ServerSettings, host: Host): Promise<string | undefined> {
  const path = settings.transport.passwordFile ?? join(homedir(), ".pgpass");
  const wanted = [
    host.host.startsWith("/") ? "localhost" : host.host,
    `${host.port}`,
    databaseOf(settings),
    userOf(settings),
  ];
  for (const line of await linesOf(path)) {
    const fields = fieldsOf(line);
    if (fields.length === 5 && wanted.every((part, index) => matches(fields[index], part))) return fields[4];
  }
  return undefined;
}

async function linesOf(path: string): Promise<readonly string[]> {
  try {
    const isPrivate = process.platform === "win32" || ((await stat(path)).mode & 0o077) === 0;
    return isPrivate
      ? (await readFile(path, "utf8")).split(/\r?\n/).filter((line) => !line.startsWith("#"))
      : [];
  } catch {
    return [];
  }
}

/** Splits a line into its four keys and the password; `\:` and `\\` are a colon and a backslash. */
function fieldsOf(line: string): string[] {
  const fields = [""];
  for (const [part] of line.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (part === ":" && fields.length < 5) fields.push("");
    else fields[fields.length - 1] += part.length === 2 ? part.slice(1) : part;
  }
  return fields;
}

function matches(field: string | undefined, part: string): boolean {
  return field === "*" || field === part;
}
