import { describe, expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";

/** No database is asked: an argument is refused before. */
const refusal = async (...options: string[]) => {
  const { code, errors } = await dugout(options, { DATABASE_URL: "" });
  expect(code).toBe(1);
  return errors;
};

describe.each([
  ["games", "--team"],
  ["games", "--limit"],
  ["stats batting", "--limit"],
  ["stats batting", "--min-pa"],
  ["serve", "--port"],
  ["serve", "--delay"],
])("dugout %s %s", (command, option) => {
  it.each(["1e1", "0x10", "+5", " 5", "5.0", "5_0", "٥", "", "-0", "Infinity", "99999999999999999999"])(
    "does not take %j for a whole number",
    async (text) => {
      expect(await refusal(...command.split(" "), `${option}=${text}`)).toContain(
        "It must be a whole number.",
      );
    },
  );
});

it.each([
  ["games", "--limit", "0"],
  ["stats", "batting", "--limit", "0"],
  ["stats", "pitching", "--limit", "00"],
])("dugout %s %s %s asks for no rows", async (...options) => {
  expect(await refusal(...options.filter((option) => option !== undefined))).toContain(
    "It must be at least 1.",
  );
});

it.each([
  ["migrate", "up", "--folder", "", "--dry-run", "--from", "base"],
  ["migrate", "up", "--sql", "--from", ""],
])("dugout %s %s does not take an empty %s for one that was left out", async (...options) => {
  expect(await refusal(...options)).toMatch(/cannot be read|There is no revision \./);
});

it.each(["1e1", "0", "1.0", "0x1", " 1"])("%j is not the number of a play", async (text) => {
  const options = ["verify", "CLE201611020", "--known", "seen", `--play=${text}`];
  expect(await refusal(...options)).toContain("It must be the number of a play.");
});

it.each(["1e1", "0x10", " 1", "-1", "3601", ".5", "1."])("%j is not a pace of the demo", async (text) => {
  expect(await refusal("demo", "--watch", `--pace=${text}`, "--port=none")).toContain(
    "It must be a number of seconds",
  );
});

it.each([
  "2026-02-30",
  "2026-13-01",
  "2025-02-29T00:00Z",
  "2026-04-31T10:00:00+02:00",
  "2026-04-01T24:00Z",
  "2026-04-01T18:00+99:00",
  "1.4.2026",
  "",
])("%j is not a time", async (text) => {
  expect(await refusal("games", `--from=${text}`)).toContain("It must be a date or a time");
});

it.each([",", "1,,2", "1,", " 1"])("%j does not name bases", async (text) => {
  expect(await refusal("score", "S8", `--runners=${text}`)).toContain("Name bases from 1 to 3 once each");
});
