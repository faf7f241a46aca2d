import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { needs } from "./needs.js";
import { PostgresServer } from "./postgres-server.js";

const installations = "/usr/lib/postgresql";
const locale = "de_DE.UTF-8";

/** The programs of an installed PostgreSQL with German messages; undefined where there is none. */
function germanPrograms(): string | undefined {
  const locales = spawnSync("locale", ["-a"], { encoding: "utf8" }).stdout ?? "";
  if (!/^de_DE\.utf-?8$/im.test(locales) || !existsSync(installations)) return undefined;
  const version = readdirSync(installations).find(
    (name) =>
      existsSync(`/usr/share/locale/de/LC_MESSAGES/postgres-${name}.mo`) &&
      existsSync(`${installations}/${name}/bin/initdb`),
  );
  return version && `${installations}/${version}/bin`;
}

const bin = germanPrograms();

/** Tests that need a server with German messages: Debian's `postgresql-15`, and the locale `de_DE.UTF-8`. */
export const needsGermanServer = needs(
  bin !== undefined,
  "no PostgreSQL with German messages is installed (Debian: postgresql-15, locales with de_DE.UTF-8)",
);

/** A server with German messages. */
export function startGermanServer(): Promise<PostgresServer> {
  return PostgresServer.create([`lc_messages=${locale}`], bin);
}
