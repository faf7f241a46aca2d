import { expect, test } from "vitest";
import { onOneLine, quotedText } from "../../../../src/migrations/catalog/object-definitions.js";

test("a definition of several lines is joined into one line", () => {
  expect(onOneLine("\n select id\n   from games\n")).toBe("select id from games");
});

test("quotes inside a quoted text are doubled", () => {
  expect(quotedText("the game's")).toBe("'the game''s'");
});
