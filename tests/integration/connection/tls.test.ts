import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ConnectionFailedError, Database, StatementCancelledError } from "../../../src/index.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { until } from "../../support/server-activity.js";
import { fakeServer } from "../../support/silent-server.js";
import { certificate, TlsServer } from "../../support/tls-server.js";
import { typed } from "../../support/wire-messages.js";

const password = "correcthorsebattery";
/** Which users may connect, and how; their names say it. */
const rules = [
  "hostssl all with_tls 127.0.0.1/32 scram-sha-256",
  "hostnossl all without_tls 127.0.0.1/32 scram-sha-256",
  "host all in_clear 127.0.0.1/32 password",
  "host all trusted 127.0.0.1/32 trust",
  "local all trusted trust",
  "hostssl all umpire 127.0.0.1/32 cert",
];
const users = ["with_tls", "without_tls", "in_clear", "trusted", "umpire"];
const ca = certificate("ca.crt");

let tls: TlsServer;
let folder: string;

beforeAll(async () => {
  tls = await TlsServer.create(rules);
  folder = await mkdtemp(join(tmpdir(), "dugout-passwords-"));
  await withClient(tls.server.url(), async (client) => {
    for (const user of users) await client.query(`create role ${user} login password '${password}'`);
  });
});
afterAll(async () => {
  await tls?.dispose();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

function urlOf(user: string, parameters = "", host = "127.0.0.1", port = tls.port): string {
  return `postgresql://${user}:${password}@${host}:${port}/postgres?${parameters}`;
}

async function isEncrypted(url: string): Promise<unknown> {
  await using database = await Database.open(url);
  const { rows } = await database.transaction((session) =>
    session.run((db) => db.execute(sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`)),
  );
  return rows[0]?.ssl;
}

async function refusal(url: string): Promise<string> {
  const error = await rejectionOf(Database.open(url));
  expect(error).toBeInstanceOf(ConnectionFailedError);
  expect((error as Error).message).not.toContain(password);
  return (error as Error).message;
}

describe("sslmode", () => {
  test.each([
    ["prefer", "with_tls", true],
    ["prefer", "without_tls", false],
    ["prefer", "trusted", true],
    ["allow", "with_tls", true],
    ["allow", "trusted", false],
    ["disable", "without_tls", false],
    ["require", "with_tls", true],
  ])("%s accepts %s, with TLS: %s", async (mode, user, encrypted) => {
    expect(await isEncrypted(urlOf(user, `sslmode=${mode}`))).toBe(encrypted);
  });

  test.each([
    ["require", "without_tls"],
    ["disable", "with_tls"],
  ])("%s refuses %s", async (mode, user) => {
    expect(await refusal(urlOf(user, `sslmode=${mode}`))).toMatch(/does not accept this user/);
  });

  test.each(["prefer", "require", "verify-full"])("%s has no effect on a Unix socket", async (mode) => {
    const socket = encodeURIComponent(tls.socketFolder);
    expect(await isEncrypted(urlOf("trusted", `sslmode=${mode}`, socket))).toBe(false);
  });
});

describe("the server's certificate", () => {
  const verified = `sslmode=verify-full&sslrootcert=${encodeURIComponent(ca)}`;

  test("is accepted for the names that it has", async () => {
    expect(await isEncrypted(urlOf("with_tls", verified, "localhost"))).toBe(true);
    expect(await isEncrypted(urlOf("with_tls", `${verified}&hostaddr=127.0.0.1`, "db.test"))).toBe(true);
  });

  test("is refused for another name, another authority, and without one", async () => {
    expect(await refusal(urlOf("with_tls", verified))).toMatch(/127\.0\.0\.1/);
    const other = `sslmode=verify-ca&sslrootcert=${encodeURIComponent(certificate("other.crt"))}`;
    await refusal(urlOf("with_tls", other, "localhost"));
    await refusal(urlOf("with_tls", "sslmode=verify-full", "localhost"));
  });

  test("with prefer and a root certificate, an untrusted certificate leads to a connection without TLS, as in libpq", async () => {
    const other = `sslrootcert=${encodeURIComponent(certificate("other.crt"))}`;
    expect(await isEncrypted(urlOf("trusted", other))).toBe(false);
    await refusal(urlOf("with_tls", other));
  });

  test("is checked according to PGSSLMODE and PGSSLROOTCERT", async () => {
    vi.stubEnv("PGSSLMODE", "verify-full");
    await refusal(urlOf("with_tls", "", "localhost"));
    vi.stubEnv("PGSSLROOTCERT", ca);
    expect(await isEncrypted(urlOf("with_tls", "", "localhost"))).toBe(true);
    await refusal(urlOf("with_tls"));
  });

  test("is checked before user and database are sent", async () => {
    const heard: string[] = [];
    await using recorder = await recorded(tls.port, (text) => heard.push(text));
    await refusal(urlOf("with_tls", "sslmode=verify-full", "localhost", recorder.port));
    // Only the request for TLS and the handshake were sent.
    expect(heard.join("")).not.toContain("with_tls");
    const { rows } = await withClient(tls.server.url(), (client) =>
      client.query("select count(*)::int as n from pg_stat_activity where usename = 'with_tls'"),
    );
    expect(rows[0].n).toBe(0);
  });
});

test("a client's certificate and key are shown to the server", async () => {
  const files = { sslcert: certificate("client.crt"), sslkey: certificate("client.key") };
  expect(await isEncrypted(urlOf("umpire", new URLSearchParams(files).toString()))).toBe(true);
  vi.stubEnv("PGSSLCERT", files.sslcert);
  vi.stubEnv("PGSSLKEY", files.sslkey);
  expect(await isEncrypted(urlOf("umpire"))).toBe(true);
  vi.stubEnv("PGSSLCERT", "/no/such/file");
  const error = (await rejectionOf(Database.open(urlOf("umpire")))) as Error;
  expect(error.message).toContain("The client certificate /no/such/file (sslcert) cannot be read");
});

describe("require_auth", () => {
  test.each([
    ["in_clear", "scram-sha-256", /asks for password authentication, which require_auth excludes/],
    ["in_clear", "!password,!md5", /asks for password authentication, which require_auth excludes/],
    ["trusted", "scram-sha-256", /asks for none authentication, which require_auth excludes/],
    ["with_tls", "none", /asks for scram-sha-256 authentication/],
  ])("of %s, %s refuses what the server asks for", async (user, methods, words) => {
    expect(await refusal(urlOf(user, `require_auth=${methods}`))).toMatch(words);
    vi.stubEnv("PGREQUIREAUTH", methods);
    expect(await refusal(urlOf(user))).toMatch(words);
  });

  test.each([
    ["in_clear", "password"],
    ["in_clear", "!none"],
    ["trusted", "none"],
    ["with_tls", "scram-sha-256,md5"],
  ])("of %s, %s takes it", async (user, methods) => {
    expect(await isEncrypted(urlOf(user, `require_auth=${methods}`))).toBe(true);
  });
});

describe("channel_binding=require", () => {
  test("accepts a server that proves by its password that the certificate is its own", async () => {
    expect(await isEncrypted(urlOf("with_tls", "channel_binding=require"))).toBe(true);
  });

  test.each([
    ["without_tls", /offers no channel binding/],
    ["in_clear", /password authentication, which has no channel binding/],
    ["trusted", /none authentication, which has no channel binding/],
  ])("refuses the authentication of %s", async (user, words) => {
    expect(await refusal(urlOf(user, "channel_binding=require"))).toMatch(words);
  });
});

test("sslnegotiation=direct speaks TLS from the first byte", async () => {
  const heard: string[] = [];
  await using recorder = await recorded(tls.port, (text) => heard.push(text));
  const url = urlOf("with_tls", "sslmode=require&sslnegotiation=direct", "127.0.0.1", recorder.port);
  expect(await isEncrypted(url)).toBe(true);
  expect(heard[0]?.charCodeAt(0)).toBe(0x16);
});

describe("a password", () => {
  test("comes from PGPASSWORD, or from the password file, if the URL has none", async () => {
    const url = `postgresql://with_tls@127.0.0.1:${tls.port}/postgres`;
    expect(await refusal(url)).toMatch(/asks for a password, and none was given/);
    const file = join(folder, "pgpass");
    await writeFile(file, `# mine\nelsewhere:*:*:*:x\n127.0.0.1:${tls.port}:*:with_tls:${password}\n`);
    vi.stubEnv("PGPASSFILE", file);
    await chmod(file, 0o644);
    expect(await refusal(url)).toMatch(
      /none was given: .*pgpass is not used, because other users may read it/,
    );
    await chmod(file, 0o600);
    expect(await isEncrypted(url)).toBe(true);
    vi.stubEnv("PGPASSWORD", "wrong");
    expect(await refusal(url)).toMatch(/password is wrong/);
  });
});

test("a password file that is a pipe is not read: that would wait for its writer", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", ["-m", "600", pipe]);
  vi.stubEnv("PGPASSFILE", pipe);
  const url = `postgresql://with_tls@127.0.0.1:${tls.port}/postgres`;
  expect(await refusal(url)).toMatch(/pipe is not used, because it is not a plain file/);
  expect(await isEncrypted(urlOf("with_tls"))).toBe(true);
});

describe("the iterations of a password's hash", () => {
  test("may be 600,000, as is recommended for SHA-256", async () => {
    await withClient(tls.server.url(), async (client) => {
      const setting = await client.query("select from pg_settings where name = 'scram_iterations'");
      // Before PostgreSQL 16 they are always 4,096.
      if (setting.rowCount === 1) await client.query("set scram_iterations = 600000");
      await client.query(`alter role with_tls password '${password}'`);
    });
    expect(await isEncrypted(urlOf("with_tls"))).toBe(true);
  });

  test("may not be so many that a hostile server would occupy the process", async () => {
    await using server = await fakeServer((socket, sent) => {
      const nonce = /r=([^,\0]+)/.exec(sent.toString("latin1"))?.[1];
      if (nonce === undefined) socket.write(typed("R", Buffer.from("\0\0\0\x0aSCRAM-SHA-256\0\0", "latin1")));
      else socket.write(typed("R", Buffer.from(`\0\0\0\x0br=${nonce}x,s=c2FsdA==,i=2147483647`, "latin1")));
    });
    const url = urlOf("with_tls", "sslmode=disable", "127.0.0.1", server.port);
    expect(await refusal(url)).toMatch(/iteration count 2147483647 exceeds/);
  });
});

describe("a cancel request", () => {
  /** Aborts a session with a long statement, through a proxy that records what the client sends. */
  async function cancelled(url: string): Promise<unknown> {
    await using database = await Database.open(url);
    const abort = new AbortController();
    const running = database.transaction(
      (session) => session.run((db) => db.execute(sql`select pg_sleep(300)`)),
      {
        signal: abort.signal,
      },
    );
    const refused = rejectionOf(running);
    await withClient(tls.server.url(), (client) =>
      until("the statement is under way", async () => {
        const { rows } = await client.query(
          "select 1 from pg_stat_activity where query like '%pg_sleep(300)%' and pid <> pg_backend_pid() and state = 'active'",
        );
        return rows.length > 0;
      }),
    );
    abort.abort();
    return refused;
  }

  const cancelCode = "\x00\x00\x00\x10\x04\xd2\x16\x2e";

  test.each(["sslmode=require", "sslmode=require&sslnegotiation=direct"])(
    "is as encrypted as its connection: %s",
    async (parameters) => {
      const heard: string[] = [];
      await using recorder = await recorded(tls.port, (text) => heard.push(text));
      const error = await cancelled(urlOf("with_tls", parameters, "127.0.0.1", recorder.port));
      expect(error).toBeInstanceOf(StatementCancelledError);
      expect(recorder.connections).toBe(2);
      expect(heard.join("")).not.toContain(cancelCode);
    },
  );

  test("is plain where the connection is", async () => {
    const heard: string[] = [];
    await using recorder = await recorded(tls.port, (text) => heard.push(text));
    const error = await cancelled(urlOf("trusted", "sslmode=disable", "127.0.0.1", recorder.port));
    expect(error).toBeInstanceOf(StatementCancelledError);
    expect(heard.join("")).toContain(cancelCode);
  });
});

/** Passes everything on to a server, and records what clients send. */
async function recorded(port: number, hear: (text: string) => void) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const proxy = createServer((client) => {
    connections += 1;
    const server = dial(port, "127.0.0.1");
    client.on("data", (data) => hear(data.toString("latin1")));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    port: (proxy.address() as { port: number }).port,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
