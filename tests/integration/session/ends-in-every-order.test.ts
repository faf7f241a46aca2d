import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/index.js";
import { onServer } from "../../support/places.js";
import { fail, isStored, write } from "../../support/raw-sql.js";
import { refusalOf } from "../../support/refusals.js";

const at = onServer();
const calls = ["commit", "rollback", "close"] as const;
type Call = (typeof calls)[number];

/** Every sequence of this many calls. */
function sequencesOf(length: number): Call[][] {
  if (length === 0) return [[]];
  return sequencesOf(length - 1).flatMap((sequence) => calls.map((call) => [...sequence, call]));
}
const sequences = [1, 2, 3, 4].flatMap(sequencesOf);

const before: Record<string, (session: Session) => Promise<unknown>> = {
  "did nothing": async () => undefined,
  "has written": (session) => write(session),
  "has failed": (session) => refusalOf(fail(session)),
};

/** The rule: the first call decides how the session ends, and the others answer to that. */
function expected(sequence: readonly Call[], situation: string): { answers: string[]; state: string } {
  const isCommitted = sequence[0] === "commit" && situation !== "has failed";
  const answers = sequence.map((call, index) => {
    if (call === "close") return "done";
    if (call === "rollback") return isCommitted ? "SESSION_CLOSED" : "done";
    if (index > 0) return "SESSION_CLOSED";
    return isCommitted ? "done" : "TRANSACTION_ABORTED";
  });
  return { answers, state: isCommitted ? "committed" : "rolledBack" };
}

const answerOf = (call: Promise<void>) =>
  call.then(
    () => "done",
    (error) => error.code,
  );

const ways: Record<string, (session: Session, sequence: readonly Call[]) => Promise<string[]>> = {
  "one after the other": async (session, sequence) => {
    const answers: string[] = [];
    for (const call of sequence) answers.push(await answerOf(session[call]()));
    return answers;
  },
  "all at once": (session, sequence) => Promise.all(sequence.map((call) => answerOf(session[call]()))),
  "all at once, while a statement runs": async (session, sequence) => {
    const running = write(session).catch(() => {});
    const answers = Promise.all(sequence.map((call) => answerOf(session[call]())));
    await running;
    return answers;
  },
  "a microtask after each other": async (session, sequence) => {
    const answers: Promise<string>[] = [];
    for (const call of sequence) {
      answers.push(answerOf(session[call]()));
      await Promise.resolve();
    }
    return Promise.all(answers);
  },
};

describe.each(Object.keys(before))("of a session that %s", (situation) => {
  test.each(Object.keys(ways))("the first of commit, rollback and close decides, %s", async (way) => {
    for (const sequence of sequences) {
      const session = await at().database.session();
      await before[situation]?.(session);
      const answers = await ways[way]?.(session, sequence);
      expect({ sequence, answers, state: session.state }).toEqual({
        sequence,
        ...expected(sequence, situation),
      });
    }
    expect(at().database.figures).toMatchObject({ idle: at().database.figures.open, waiting: 0 });
  });
});

test("a callback of onCommit may try to end the session, and does not wait for itself", async () => {
  const session = await at().database.session();
  const gameId = await write(session);
  const answers: string[] = [];
  session.onCommit(async () => {
    for (const call of calls) answers.push(await answerOf(session[call]()));
  });
  await session.commit();
  expect(answers).toEqual(["SESSION_CLOSED", "SESSION_CLOSED", "done"]);
  expect(await isStored(at().elsewhere, gameId)).toBe(true);
});
