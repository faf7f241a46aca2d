import { expect, test } from "vitest";
import { ValidationError } from "../../../src/errors/errors.js";
import { checkTogether } from "../../../src/operations/operation-input.js";
import { thrownBy } from "../../support/sample-inputs.js";

const refuse = (...fields: string[]) => {
  throw new ValidationError(
    "An input",
    fields.map((field) => ({ field, message: "is missing" })),
  );
};

test("the results of the checks are returned by name", () => {
  expect(checkTogether("The call", { one: () => 1, other: () => "x" })).toEqual({ one: 1, other: "x" });
});

test("every check runs, even if an earlier one failed", () => {
  const made: string[] = [];
  const note = (name: string) => () => {
    made.push(name);
    return refuse(name);
  };
  thrownBy(() => checkTogether("The call", { a: note("a"), b: note("b"), c: note("c") }));
  expect(made).toEqual(["a", "b", "c"]);
});

test("a single ValidationError is rethrown unchanged", () => {
  const refusal = new ValidationError("The state", [{ field: "inning", message: "is missing" }]);
  const check = () => {
    throw refusal;
  };
  expect(thrownBy(() => checkTogether("The call", { play: () => 1, state: check }))).toBe(refusal);
});

test("several ValidationErrors become one, which names the input of each further field", () => {
  const checks = { play: () => refuse("inning", "half"), state: () => refuse("inning") };
  const refusal = thrownBy(() => checkTogether("Play 3", checks));
  expect(refusal).toBeInstanceOf(ValidationError);
  expect((refusal as ValidationError).message).toBe(
    "Play 3 is not valid: inning is missing; half is missing; inning of the state is missing.",
  );
  expect((refusal as ValidationError).issues.map(({ field }) => field)).toEqual(["inning", "half", "inning"]);
});

test("a game's id that is wrong is named once, however many inputs share it", () => {
  const checks = { play: () => refuse("gameId"), state: () => refuse("gameId", "half") };
  const { issues } = thrownBy(() => checkTogether("Play 3", checks)) as ValidationError;
  expect(issues.map(({ field }) => field)).toEqual(["gameId", "half"]);
});

test("any other error is thrown immediately", () => {
  const failure = new TypeError("ours");
  const fail = () => {
    throw failure;
  };
  expect(thrownBy(() => checkTogether("The call", { one: () => refuse("x"), other: fail }))).toBe(failure);
});
