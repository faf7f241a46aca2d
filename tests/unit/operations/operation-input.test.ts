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

test("what the checks give is given by their names", () => {
  expect(checkTogether("The call", { one: () => 1, other: () => "x" })).toEqual({ one: 1, other: "x" });
});

test("every check is made, whatever came of those before", () => {
  const made: string[] = [];
  const note = (name: string) => () => {
    made.push(name);
    return refuse(name);
  };
  thrownBy(() => checkTogether("The call", { a: note("a"), b: note("b"), c: note("c") }));
  expect(made).toEqual(["a", "b", "c"]);
});

test("a single refusal is passed on as it is", () => {
  const refusal = new ValidationError("The state", [{ field: "inning", message: "is missing" }]);
  const check = () => {
    throw refusal;
  };
  expect(thrownBy(() => checkTogether("The call", { play: () => 1, state: check }))).toBe(refusal);
});

test("several refusals become one, in which each after the first says what it is of", () => {
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

test("what is no refusal of an input is thrown at once", () => {
  const failure = new TypeError("ours");
  const fail = () => {
    throw failure;
  };
  expect(thrownBy(() => checkTogether("The call", { one: () => refuse("x"), other: fail }))).toBe(failure);
});
