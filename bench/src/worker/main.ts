import { createInterface } from "node:readline";
import { type Answer, type Request, workNames } from "../runner/protocol.js";
import type { Opened, Subject } from "../subjects/subject.js";
import { run } from "./run.js";

// The process of the subject that is named on the command line. It reads requests, and answers each.
const { subject } = (await import(new URL(`../subjects/${process.argv[2]}.js`, import.meta.url).href)) as {
  subject: Subject;
};
let opened: (Partial<Opened> & Pick<Opened, "close">) | undefined;

async function answer(request: Request): Promise<Answer> {
  if (request.do === "open") {
    const now = await subject.open(request.url, request.connections);
    opened = now;
    return { ok: true, works: workNames.filter((name) => now[name] !== undefined) };
  }
  if (opened === undefined) throw new Error("nothing is open");
  if (request.do === "run") return { ok: true, figures: await run(opened, request) };
  await opened.close();
  return { ok: true };
}

for await (const line of createInterface({ input: process.stdin })) {
  const given = await answer(JSON.parse(line) as Request).catch(
    (error: unknown): Answer => ({
      ok: false,
      error: error instanceof Error ? `${error.stack}` : `${error}`,
    }),
  );
  process.stdout.write(`${JSON.stringify(given)}\n`);
}
process.exit();
