import { describe, expect, it } from "vitest";
import { dugout } from "../../../support/command-line.js";

describe("--raw without --csv", () => {
  it.each([
    ["stats batting", []],
    ["stats pitching", ["--json"]],
    ["stats splits --by inning", []],
  ])("is refused by %s before the database is opened", async (command, options) => {
    const result = await dugout([...command.split(" "), "--raw", ...options], { DATABASE_URL: "" });
    expect(result).toMatchObject({ code: 1, output: "" });
    expect(result.errors).toBe("dugout: --raw can only be used with --csv.\n");
  });
});
