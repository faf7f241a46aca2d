import { inspect } from "node:util";
import { afterEach, describe, expect, inject, test } from "vitest";
import { ConfigurationError, Database, DatabaseOperations } from "../../../../src/index.js";
import { isStored, write } from "../../../support/raw-sql.js";
import { refusalOf } from "../../../support/refusals.js";
import type { ReplicatedServer } from "../../../support/replicated-server.js";

const anyAge = { stale: { within: Number.POSITIVE_INFINITY } };

export function describeNoReplica(at: () => ReplicatedServer): void {
  const opened: Database[] = [];

  afterEach(async () => {
    for (const handle of opened.splice(0)) await handle.close();
  });

  describe("a URL that names no replica", () => {
    test("but the primary itself is skipped", async () => {
      const database = await at().open({ replica: at().primary.url() });
      opened.push(database);
      expect(await isStored(database.reader(anyAge), await write(database))).toBe(true);
      expect(database.replica?.leftOut).toBe("it is not a replica: it accepts writes");
    });

    test("but another server's is skipped", async () => {
      const database = await Database.open(inject("serverUrl"), { replica: at().replica.url() });
      opened.push(database);
      await refusalOf(new DatabaseOperations(database.reader(anyAge)).listGames());
      expect(database.replica?.leftOut).toMatch(/not known to be a replica of this database's server/);
    });

    test("because it is empty means no replica", async () => {
      const database = await at().open({ replica: "" });
      opened.push(database);
      expect(database.replica).toBeUndefined();
      expect(await isStored(database.reader({ stale: true }), await write(database))).toBe(true);
    });

    test.each([
      "postgresql://umpire:correcthorsebattery@db:x/league",
      "mysql://umpire:correcthorsebattery@db/league",
    ])("because it is malformed is refused without showing its password: %s", async (replica) => {
      const refusal = await refusalOf(at().open({ replica }));
      expect(refusal).toBeInstanceOf(ConfigurationError);
      expect(refusal.message).toMatch(/^The replica's URL cannot be used\. /);
      expect(inspect(refusal, { depth: 9 })).not.toContain("correcthorsebattery");
    });

    test("and a replica of an embedded database, are refused", async () => {
      expect(await refusalOf(at().open({ replica: "pglite:memory" }))).toBeInstanceOf(ConfigurationError);
      const embedded = Database.open("pglite:memory", { replica: at().replica.url() });
      expect(await refusalOf(embedded)).toBeInstanceOf(ConfigurationError);
    });
  });
}
