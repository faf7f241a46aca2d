import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ConnectionFailedError, Database } from "../../../../src/index.js";
import type { ReplicatedServer } from "../../../support/replicated-server.js";
import { rejectionOf } from "../../../support/sample-inputs.js";
import { fakeServer } from "../../../support/silent-server.js";

/** Several hosts in one URL: a connection is opened to the first one of the requested kind. */
export function describeHosts(at: () => ReplicatedServer): void {
  afterEach(() => vi.unstubAllEnvs());

  function urlOf(hosts: string, parameters: string): string {
    return `${at()
      .primary.url()
      .replace(/@[^/]+/, `@${hosts}`)}?${parameters}`;
  }

  const standbyFirst = () => `127.0.0.1:${at().replica.port},127.0.0.1:${at().primary.port}`;

  async function isStandby(url: string): Promise<unknown> {
    await using database = await Database.open(url);
    const { rows } = await database.transaction((session) =>
      session.run((db) => db.execute(sql`select pg_is_in_recovery() as standby`)),
    );
    return rows[0]?.standby;
  }

  describe("for a standby and its primary, in this order", () => {
    test.each([
      ["any", true],
      ["read-write", false],
      ["primary", false],
      ["read-only", true],
      ["standby", true],
      ["prefer-standby", true],
    ])("target_session_attrs=%s takes the server with isStandby=%s", async (wanted, standby) => {
      const parameters = `target_session_attrs=${wanted}`;
      expect(await isStandby(urlOf(standbyFirst(), parameters))).toBe(standby);
      expect(await isStandby(urlOf(standbyFirst(), `${parameters}&prepare=false`))).toBe(standby);
      expect(await isStandby(urlOf(standbyFirst(), `${parameters}&load_balance_hosts=random`))).toBeTypeOf(
        "boolean",
      );
    });

    test("PGHOST, PGPORT and PGTARGETSESSIONATTRS say the same", async () => {
      vi.stubEnv("PGHOST", "127.0.0.1,127.0.0.1");
      vi.stubEnv("PGPORT", `${at().replica.port},${at().primary.port}`);
      vi.stubEnv("PGTARGETSESSIONATTRS", "read-write");
      expect(await isStandby(urlOf("", ""))).toBe(false);
    });
  });

  test("a host that does not exist or does not answer is skipped", async () => {
    await using silent = await fakeServer();
    const hosts = `127.0.0.1:1,127.0.0.1:${silent.port},127.0.0.1:${at().primary.port}`;
    expect(await isStandby(urlOf(hosts, "connect_timeout=3"))).toBe(false);
  });

  test("prefer-standby takes a primary where there is no standby", async () => {
    const hosts = `127.0.0.1:1,127.0.0.1:${at().primary.port}`;
    expect(await isStandby(urlOf(hosts, "target_session_attrs=prefer-standby"))).toBe(false);
  });

  test("if no host matches, each is named with the reason", async () => {
    const hosts = `127.0.0.1:1,127.0.0.1:${at().replica.port}`;
    const parameters = "target_session_attrs=read-write&connect_timeout=2";
    const error = await rejectionOf(Database.open(urlOf(hosts, parameters)));
    expect(error).toBeInstanceOf(ConnectionFailedError);
    expect((error as Error).message).toMatch(/127\.0\.0\.1:1: nothing listens there.*: it is read-only\.$/);
  });

  test("a host that refuses the password ends the search, because the others would refuse it too", async () => {
    const url = urlOf(standbyFirst(), "").replace(/:[^:@/]+@/, ":wrong@");
    const error = (await rejectionOf(Database.open(url))) as Error;
    expect(error.message).toMatch(/user or password is wrong\.$/);
  });

  test("target_session_attrs of the primary does not apply to the replica", async () => {
    vi.stubEnv("PGTARGETSESSIONATTRS", "read-write");
    await using database = await at().open({ targetSessionAttrs: "read-write" });
    await database.reader({ stale: { within: Number.POSITIVE_INFINITY } }).execute(
      {
        name: "one",
        text: "select 1",
        access: "read",
        isPrepared: false,
        columns: [],
        encode: () => [],
        decode: (row) => row,
      },
      [],
    );
    expect(database.replica?.leftOut).toBeNull();
  });
}
