import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigurationError } from "../../../../src/index.js";
import { loadDrizzleKit } from "../../../../src/migrations/draft/drizzle-kit.js";

test("where drizzle-kit is not installed, the error says what to do", () => {
  const elsewhere = createRequire(join(tmpdir(), "nothing-is-installed-here.js"));
  expect(() => loadDrizzleKit(elsewhere)).toThrow(ConfigurationError);
  expect(() => loadDrizzleKit(elsewhere)).toThrow(/npm install --save-dev drizzle-kit/);
});
