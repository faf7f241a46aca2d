import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { passwordFromFile } from "../../../src/connection/password-file.js";
import type { Host, ServerSettings } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dugout-password-file-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function found(text: string, url = "postgresql://umpire@db:5433/league") {
  const path = join(folder, "pgpass");
  await writeFile(path, text, { mode: 0o600 });
  return lookUp(path, url);
}

function lookUp(path: string, url = "postgresql://umpire@db:5433/league") {
  const settings = parseDatabaseUrl(url, {}, { PGPASSFILE: path }) as ServerSettings;
  return passwordFromFile(settings, settings.hosts[0] as Host);
}

test.each([
  ["db:5433:league:umpire:strike3", "strike3"],
  ["*:*:*:*:strike3\r\n", "strike3"],
  ["other:*:*:*:a\ndb:1:*:*:b\ndb:*:other:*:c\n*:*:*:other:d\n*:*:*:umpire:strike3", "strike3"],
  ["#db:*:*:*:a\ndb:*:*:*:strike\\:\\\\3", "strike:\\3"],
  ["db:5433:league", undefined],
  ["", undefined],
])("of %j, the first line that matches has the password", async (text, password) => {
  expect(await found(text)).toEqual({ password });
});

test.each(["localhost", "/srv/sockets"])("a socket is found as %s", async (name) => {
  const url = "postgresql://umpire@/league?host=/srv/sockets";
  expect(await found(`${name}:5432:league:umpire:strike3`, url)).toEqual({ password: "strike3" });
  expect(await found("/other:*:*:*:strike3", url)).toEqual({ password: undefined });
});

test("a file that is not used says why; one that does not exist is none", async () => {
  const path = join(folder, "open");
  await writeFile(path, "*:*:*:*:strike3");
  await chmod(path, 0o640);
  expect((await lookUp(path)).fileProblem).toMatch(
    /open is not used, because other users may read it.*chmod 600/,
  );
  await mkdir(join(folder, "directory"), { mode: 0o700 });
  expect((await lookUp(join(folder, "directory"))).fileProblem).toMatch(/not a plain file/);
  expect(await lookUp(join(folder, "none"))).toEqual({ password: undefined });
});
