import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { startDugout } from "../../support/command-line.js";
import { createTestDatabase } from "../../support/test-database.js";

it.each([
  ["an embedded database", false],
  ["a server", true],
])("dugout demo --watch on %s shows the game live, and ends when it gets a signal", async (_, isOnServer) => {
  const database = isOnServer ? await createTestDatabase({ empty: true }) : undefined;
  onTestFinished(() => database?.drop());
  const environment: Record<string, string> = database === undefined ? {} : { DATABASE_URL: database.url };
  const child = startDugout(["demo", "--watch", "--port", "0", "--pace", "0.2"], environment);
  onTestFinished(() => void child.kill("SIGKILL"));
  let [output, errors] = ["", ""];
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text) => {
      output += text;
      const [found] = /http:\S+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`it ended: ${output}${errors}`)));
  });
  expect(output).toContain("Chicago at Cleveland, a play every 0.2 s.");
  const page = await (await fetch(address)).text();
  expect(page).toContain("Chicago");
  const [, gameId] = /\/game\/([0-9a-f-]+)/.exec(address) ?? [];
  const response = await fetch(new URL(`/feed?games=${gameId}`, address));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let events = "";
  while (!events.includes("event: play"))
    events += new TextDecoder().decode((await reader.read()).value, { stream: true });
  expect(events).toContain("event: game");
  const closed = once(child, "close");
  child.kill("SIGINT");
  expect(await closed).toEqual([0, null]);
  expect(errors).toBe("");
  while (!(await reader.read().catch(() => ({ done: true }))).done);
});
