import { expect, it } from "vitest";
import { dugout } from "../../support/command-line.js";

const nowhere = { DATABASE_URL: "" };

it("dugout score explains in words what is recorded for a play, and the state after it", async () => {
  const { code, output, errors } = await dugout(["score", "64(1)3/GDP", "--runners", "1,3"], nowhere);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toMatch(/^gidp +1$/m);
  expect(output).toMatch(/^onFirstFinal +out, or not there$/m);
  expect(output).toMatch(/^putoutPositions +2B, 1B$/m);
  expect(output).toMatch(/^assistPositions +SS, 2B$/m);
  expect(output).toMatch(/\nThen: top of inning 1, 0 : 0\.\n$/);
});

it.each([
  [["S8.2-H"], /There is no runner on second base/],
  [["S8.."], /S8\.\./],
  [["S8", "--outs", "3"], /must be a number from 0 to 2/],
  [["S8", "--runners", "4"], /Name bases from 1 to 3/],
])("dugout score %j says what is wrong", async (options, message) => {
  const { code, errors } = await dugout(["score", ...options], nowhere);
  expect(code).toBe(1);
  expect(errors).toMatch(message);
});
