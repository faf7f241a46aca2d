import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram } from "../../../src/cli/program.js";
import { readers } from "../../../src/connection/url-parameters.js";
import { DatabaseOperations } from "../../../src/operations/database-operations.js";
import { inlineCodeOf, pageOf } from "../../support/markdown.js";

/** The words that a page has in backticks: `up [revision]` contains `up`. */
const wordsOf = (path: string) =>
  new Set(inlineCodeOf(pageOf(path)).flatMap((code) => code.split(/[^\w-]+/)));

test("docs/operations.md lists every operation", () => {
  const listed = wordsOf("docs/operations.md");
  const operations: string[] = [];
  for (
    let { prototype } = DatabaseOperations as { prototype: object };
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  )
    operations.push(...Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor"));
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.filter((name) => !listed.has(name))).toEqual([]);
});

test("docs/command-line.md lists every command", () => {
  const listed = wordsOf("docs/command-line.md");
  const commandsBelow = (command: Command): string[] =>
    command.commands.flatMap((below) => [below.name(), ...commandsBelow(below)]);
  const commands = commandsBelow(createProgram());
  expect(commands).toContain("run-expectancy");
  expect(commands.filter((name) => !listed.has(name))).toEqual([]);
});

test("docs/database-url.md lists every parameter of the URL", () => {
  const listed = wordsOf("docs/database-url.md");
  // Other drivers' names for the same parameter, and parameters that only accept a value without an effect.
  const silent = ["connection_limit", "prepared_statement_cache_size", "supa", "fallback_application_name"];
  const fixed = ["sslsni", "sslcompression", "sslcertmode", "gssencmode", "client_encoding"];
  const parameters = Object.keys(readers).filter((name) => ![...silent, ...fixed].includes(name));
  expect(parameters.length).toBeGreaterThan(25);
  expect(parameters.filter((name) => !listed.has(name))).toEqual([]);
});
