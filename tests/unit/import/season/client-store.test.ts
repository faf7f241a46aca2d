import { expect, test } from "vitest";
import { ClientStore } from "../../../../src/import/season/client-store.js";
import { parseGameFile } from "../../../../src/import.js";
import { worldSeriesText } from "../../../support/examples.js";

test("nothing is sent after a failed BEGIN, because a game without its plays would look complete", async () => {
  const file = parseGameFile(JSON.parse(await worldSeriesText()));
  const sent: string[] = [];
  const client = {
    async query(query: string | { readonly text: string }) {
      const text = typeof query === "string" ? query : query.text;
      sent.push(text);
      if (text === "begin") throw new Error("cancelled");
      return { rows: [], command: "ROLLBACK" };
    },
  };
  const store = new ClientStore(client as never, async () => {}, { begin: "begin", isDistributed: false });
  await expect(store.store([file])).rejects.toThrow();
  expect(sent).toEqual(["begin", "rollback"]);
});
