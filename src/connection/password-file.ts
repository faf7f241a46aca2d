import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { databaseOf, type Host, type ServerSettings, userOf } from "./settings.js";

/** What the password file says about a host. */
interface FoundPassword {
  readonly password: string | undefined;
  /** Why the file was not used. */
  readonly fileProblem?: string | undefined;
}

/**
 * Returns the password for a host from libpq's password file (PostgreSQL documentation, "The Password File"). Undefined if there
 * is no file, if it has no line for this host, if other users may read it, or if it is not a plain file.
 */
export async function passwordFromFile(settings: ServerSettings, host: Host): Promise<FoundPassword> {
  const path = settings.transport.passwordFile ?? join(homedir(), ".pgpass");
  // libpq looks for the default folder of sockets as localhost, and that folder differs between systems.
  const hosts = host.host.startsWith("/") ? [host.host, "localhost"] : [host.host];
  const wanted = [hosts, [`${host.port}`], [databaseOf(settings)], [userOf(settings)]];
  const { lines, fileProblem } = await linesOf(path);
  for (const line of lines) {
    const fields = fieldsOf(line);
    if (fields.length === 5 && wanted.every((part, index) => matches(fields[index], part)))
      return { password: fields[4] };
  }
  return { password: undefined, fileProblem };
}

interface PasswordLines {
  readonly lines: readonly string[];
  readonly fileProblem?: string | undefined;
}

async function linesOf(path: string): Promise<PasswordLines> {
  const unused = (why: string) => ({
    lines: [],
    fileProblem: `the password file ${path} is not used, ${why}`,
  });
  try {
    const found = await stat(path);
    // Reading from a pipe would wait for its writer, without a limit.
    if (!found.isFile()) return unused("because it is not a plain file");
    if (process.platform !== "win32" && (found.mode & 0o077) !== 0)
      return unused("because other users may read it: remove their permissions with chmod 600");
    const text = await readFile(path, "utf8");
    return { lines: text.split(/\r?\n/).filter((line) => !line.startsWith("#")) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR"
      ? { lines: [] }
      : unused(`because it cannot be read (${code})`);
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

function matches(field = "", parts: readonly string[]): boolean {
  return field === "*" || parts.includes(field);
}
