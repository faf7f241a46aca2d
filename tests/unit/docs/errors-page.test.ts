import { expect, test } from "vitest";
import * as errors from "../../../src/errors/errors.js";
import { pageOf } from "../../support/markdown.js";

type ErrorClass = new (...given: unknown[]) => errors.DugoutError;

const classes = Object.values(errors as Record<string, unknown>).filter(
  (value): value is ErrorClass =>
    typeof value === "function" && value.prototype instanceof errors.DugoutError,
);

test("docs/errors.md lists every error with its code, and whether it may be retried", () => {
  const rows = [...pageOf("docs/errors.md").text.matchAll(/^\| `([A-Z_]+)` \| `(\w+)` \|.*\| (yes|no) \|/gm)];
  const listed = rows.map(([, code, name, retry]) => ({ name, code, retryable: retry === "yes" }));
  const thrown = classes.map((ErrorOfOurs) => {
    const { name, code, retryable } = new ErrorOfOurs("Something", []);
    return { name, code, retryable };
  });
  const inOrder = (one: { name?: string | undefined }, other: { name?: string | undefined }) =>
    `${one.name}` < `${other.name}` ? -1 : 1;
  expect(thrown.length).toBeGreaterThan(40);
  expect(listed.toSorted(inOrder)).toEqual(thrown.toSorted(inOrder));
});
