import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";
import { createTestDatabase, type TestDatabase } from "../../support/test-database.js";

let database: TestDatabase;
const migrate = (...options: string[]) => dugout(["migrate", ...options], { DATABASE_URL: database.url });

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
});

afterAll(() => database.drop());

describe("dugout migrate", () => {
  it("brings an empty database up, and says when there is nothing to do", async () => {
    expect(await migrate("up")).toMatchObject({ code: 0, output: "up 001_create_tables\n" });
    const again = await migrate("up");
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/^Nothing to do: .* is at the newest revision\.\n$/);
  });

  it("takes migrations back, and brings them up again", async () => {
    expect(await migrate("down")).toMatchObject({ code: 0, output: "down 001_create_tables\n" });
    expect((await migrate("down")).output).toMatch(/^Nothing to do: .* is empty\.\n$/);
    expect(await migrate("up")).toMatchObject({ code: 0, output: "up 001_create_tables\n" });
  });

  it("asks for DATABASE_URL where there is none", async () => {
    const result = await dugout(["migrate", "up"]);
    expect(result.code).toBe(1);
    expect(result.errors).toMatch(/^dugout: There is no database URL: set DATABASE_URL\./);
  });

  it("tells an operation on a database without our tables what to do", async () => {
    const empty = await createTestDatabase({ empty: true });
    const result = await dugout(["export", "00000000-0000-7000-8000-000000000000"], {
      DATABASE_URL: empty.url,
    });
    expect(result.errors).toContain("Run `dugout migrate up` on it.");
    await empty.drop();
  });
});
