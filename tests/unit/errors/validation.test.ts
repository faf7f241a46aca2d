import { expect, test } from "vitest";
import { ValidationError } from "../../../src/errors/errors.js";

test("a ValidationError is one sentence that names every issue", () => {
  const issues = [
    { field: "inning", message: "is missing" },
    { field: "plays.12.batterId", message: "names no lineup entry" },
  ];
  const error = new ValidationError("The game file", issues);
  expect(error.message).toBe(
    "The game file is not valid: inning is missing; plays.12.batterId names no lineup entry.",
  );
  expect(error.issues).toEqual(issues);
});

test("an issue of the input as a whole has no field in the sentence", () => {
  const error = new ValidationError("The play", [{ field: "", message: "must be an object" }]);
  expect(error.message).toBe("The play is not valid: must be an object.");
});

test("a ValidationError has its issues in JSON", () => {
  const error = new ValidationError("The play", [{ field: "inning", message: "is missing" }]);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    code: "VALIDATION",
    issues: [{ field: "inning", message: "is missing" }],
  });
});
