import { describe, expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";
import { worldSeriesText } from "../../support/examples.js";
import { needsPostseason, postseasonFolder } from "../../support/retrosheet.js";

describe("dugout convert", () => {
  it("makes the demo's game file, to the letter, from Retrosheet's facts", needsPostseason, async () => {
    const result = await dugout(["convert", postseasonFolder, "CLE201611020"]);
    expect(result).toMatchObject({ code: 0, errors: "" });
    expect(result.output).toBe(await worldSeriesText());
  });

  it("says what is missing in a folder that holds no season", async () => {
    const result = await dugout(["convert", import.meta.dirname, "CLE201611020"]);
    expect(result.code).toBe(1);
    expect(result.errors).toMatch(/^dugout: .*cwgame/);
  });
});
