import { describe, expect, test } from "vitest";
import { isWritable } from "../../../src/connection/writable.js";

const neverAsked = () => Promise.reject(new Error("it was asked"));

describe("a server that reports what it is", () => {
  test.each([
    ["a primary", "off", "off", true],
    ["a standby", "on", "off", false],
    ["a primary that was made read-only", "off", "on", false],
  ])("is not asked: %s", async (_, standby, readOnly, expected) => {
    const reported = new Map([
      ["in_hot_standby", standby],
      ["default_transaction_read_only", readOnly],
    ]);
    expect(await isWritable(reported, neverAsked)).toBe(expected);
  });
});

test.each([
  ["off", true],
  ["on", false],
  [undefined, false],
])("a server that reports nothing is asked, and answers %s", async (answer, expected) => {
  const asked: string[] = [];
  const show = async (setting: string) => {
    asked.push(setting);
    return answer;
  };
  expect(await isWritable(new Map([["in_hot_standby", "off"]]), show)).toBe(expected);
  expect(asked).toEqual(["transaction_read_only"]);
});
