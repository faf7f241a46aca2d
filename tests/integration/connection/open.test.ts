import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ConnectionFailedError, Database, isRetryable, type OpenOptions } from "../../../src/index.js";
import { needsPassword } from "../../support/needs.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { fakeServer } from "../../support/silent-server.js";
import { certificate } from "../../support/tls-server.js";

const serverUrl = inject("serverUrl");
const secret = "correcthorsebattery";

/** The suite's server, with other parts. */
function changed(change: (url: URL) => void): string {
  const url = new URL(serverUrl);
  change(url);
  return url.href;
}

/** Returns why it cannot be opened, and fails if the error shows a password. */
async function refusal(url: string, options: OpenOptions = {}): Promise<ConnectionFailedError> {
  const connectTimeout = options.connectTimeout ?? 3_000;
  const error = (await rejectionOf(
    Database.open(url, { ...options, connectTimeout }),
  )) as ConnectionFailedError;
  expect(error).toBeInstanceOf(ConnectionFailedError);
  expect(isRetryable(error)).toBe(true);
  const shown = `${error.stack} ${JSON.stringify(error)} ${inspect(error, { depth: 10, showHidden: true })}`;
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain(`:${new URL(serverUrl).password || secret}@`);
  return error;
}

test("an error for a port where nothing listens says what to check", async () => {
  const { message, details } = await refusal(`postgresql://umpire:${secret}@127.0.0.1:1/league`);
  expect(message).toBe(
    "Could not connect to postgresql://umpire@127.0.0.1:1/league: nothing listens there: check host and port, and that the server runs.",
  );
  expect(details).toEqual({ target: "postgresql://umpire@127.0.0.1:1/league" });
});

test("an unknown host fails within the connect time limit", async () => {
  const { message } = await refusal(`postgresql://umpire:${secret}@no-such-host.invalid/league`);
  expect(message).toMatch(/no-such-host\.invalid:5432.*(host name|did not answer)/);
});

test("a socket that does not exist is refused", async () => {
  const { message } = await refusal(`postgresql://umpire:${secret}@%2Fno%2Fsuch%2Ffolder/league`);
  expect(message).toMatch(/no such socket/);
});

test("a wrong password is refused, and not shown", needsPassword, async () => {
  const url = changed((parts) => {
    parts.password = secret;
  });
  expect((await refusal(url)).message).toMatch(/user or password is wrong\.$/);
});

test("a database that does not exist is refused", async () => {
  const url = changed((parts) => {
    parts.pathname = "/no_such_database";
  });
  expect((await refusal(url)).message).toMatch(/no_such_database: it has no database of that name\.$/);
});

describe("a port that accepts connections", () => {
  test.each(["prefer", "require", "disable"] as const)(
    "and never answers is an error at the time limit: sslmode=%s",
    async (ssl) => {
      await using silent = await fakeServer();
      const url = `postgresql://umpire:${secret}@127.0.0.1:${silent.port}/league`;
      const { message } = await refusal(url, { ssl, connectTimeout: 300 });
      expect(message).toMatch(/did not answer within 300 ms\.$/);
      expect(silent.connections).toBeGreaterThan(0);
    },
  );

  test("and speaks another protocol is refused", async () => {
    await using other = await fakeServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const url = `postgresql://umpire:${secret}@127.0.0.1:${other.port}/league`;
    expect((await refusal(url)).message).toMatch(/^Could not connect to /);
  });

  test("and closes them immediately is refused", async () => {
    await using rude = await fakeServer((socket) => socket.destroy());
    const url = `postgresql://umpire:${secret}@127.0.0.1:${rude.port}/league`;
    expect((await refusal(url)).message).toMatch(/^Could not connect to /);
  });
});

describe("a server without TLS", () => {
  const noTls = () =>
    fakeServer((socket, sent) => (sent.length === 8 ? socket.write("N") : socket.destroy()));

  test.each(["require", "verify-ca", "verify-full"] as const)("is refused with sslmode=%s", async (ssl) => {
    await using server = await noTls();
    const url = `postgresql://umpire:${secret}@127.0.0.1:${server.port}/league?sslmode=${ssl}`;
    expect((await refusal(url)).message).toMatch(/SSL/);
    expect(server.connections).toBe(1);
  });

  test("is connected without TLS with sslmode=prefer, and not asked for TLS with disable", async () => {
    const asked: string[] = [];
    await using server = await fakeServer((socket, sent) => {
      asked.push(sent.length === 8 ? "TLS" : "startup");
      if (sent.length === 8) socket.write("N");
      else socket.destroy();
    });
    const url = `postgresql://umpire:${secret}@127.0.0.1:${server.port}/league`;
    await refusal(url, { ssl: "prefer" });
    await refusal(url, { ssl: "disable" });
    expect(asked).toEqual(["TLS", "startup", "startup"]);
  });
});

describe("a file for TLS", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dugout-tls-files-"));
    await writeFile(join(folder, "empty"), "");
    await writeFile(join(folder, "words"), "not a certificate");
    await writeFile(join(folder, "broken"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const pair = (cert: string, key: string) => `sslcert=${certificate(cert)}&sslkey=${key}`;

  test.each([
    // For an empty one, Node would trust every authority of its own list.
    [
      "an empty root certificate",
      () => `sslrootcert=${folder}/empty`,
      /empty \(sslrootcert\) contains no root certificate/,
    ],
    [
      "a root certificate of words",
      () => `sslrootcert=${folder}/words`,
      /words \(sslrootcert\) contains no root/,
    ],
    [
      "a certificate instead of a key",
      () => pair("client.crt", certificate("client.crt")),
      /\(sslkey\) contains no client key/,
    ],
    [
      "a broken key",
      () => pair("client.crt", `${folder}/broken`),
      /cannot be used for TLS \(.+\): check sslcert, sslkey/,
    ],
    [
      "the key of another certificate",
      () => pair("client.crt", certificate("server.key")),
      /cannot be used for TLS/,
    ],
    [
      "an empty revocation list",
      () => `sslcrl=${folder}/empty`,
      /empty \(sslcrl\) contains no revocation list/,
    ],
  ])("that is %s is refused before anything is connected", async (_, parameters, words) => {
    await using server = await fakeServer();
    const url = `postgresql://umpire:${secret}@127.0.0.1:${server.port}/league?sslmode=require&${parameters()}`;
    const error = (await rejectionOf(Database.open(url))) as Error;
    expect(error).toMatchObject({ code: "CONFIGURATION" });
    expect(error.message).toMatch(words);
    expect(server.connections).toBe(0);
  });
});

test("a root certificate that cannot be read is refused before anything is connected", async () => {
  await using server = await fakeServer();
  const url = `postgresql://umpire:${secret}@127.0.0.1:${server.port}/league?sslmode=verify-ca&sslrootcert=/no/such/file`;
  const error = (await rejectionOf(Database.open(url))) as Error;
  expect(error).toMatchObject({ code: "CONFIGURATION" });
  expect(error.message).toContain("/no/such/file (sslrootcert) cannot be read");
  expect(server.connections).toBe(0);
});
