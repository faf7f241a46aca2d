import { afterAll, beforeAll, expect, it } from "vitest";
import {
  CommitOutcomeUnknownError,
  ConnectionFailedError,
  ConnectionLostError,
  Database,
  DatabaseOperations,
  DugoutError,
  type Play,
  type PlayInput,
} from "../../src/index.js";
import { faultBench } from "../support/fault-bench.js";
import { stateAfter } from "../support/fault-ways.js";
import { newPlay, type StagedGame, stageGame } from "../support/game-fixtures.js";
import { HostileProxy, type Mutation } from "../support/hostile-proxy.js";
import { damages, mutations, strangers } from "../support/mutations.js";
import { rejectionOf } from "../support/sample-inputs.js";
import { seededRandom } from "../support/seeded-random.js";
import { fakeServer } from "../support/silent-server.js";
import { errorResponse, typed } from "../support/wire-messages.js";

/** How many cases are tried: some of each kind, or as many as DUGOUT_FUZZ says. */
const cases = Number(process.env.DUGOUT_FUZZ ?? 72);
const atOnce = 6;
/** The statement's limit and five seconds of grace, twice, the time to connect, and a slow machine. */
const longestCase = 60_000;
const options = { poolSize: 1, minPoolSize: 0, statementTimeout: 2_000, connectTimeout: 15_000 };

const bench = faultBench();

/** The outcome of one call. */
interface Outcome {
  readonly call: string;
  readonly value?: unknown;
  readonly error?: unknown;
}

/** The outcomes of all calls of a scenario, and the kinds of the messages that were sent for them. */
interface Day {
  readonly outcomes: readonly Outcome[];
  readonly messages: readonly string[];
}

/** A scenario: a database is opened, a play is saved, everything is read, and two rows are written in a transaction. */
async function day({ url, seen }: HostileProxy, game: StagedGame): Promise<Day> {
  const outcomes: Outcome[] = [];
  const settle = async (call: string, work: () => Promise<unknown>) => {
    outcomes.push(
      await work().then(
        (value) => ({ call, value }),
        (error: unknown) => ({ call, error }),
      ),
    );
  };
  let database: Database | undefined;
  await settle("open", async () => {
    database = await Database.open(url, options);
  });
  database ??= await Database.open(url, options);
  const operations = new DatabaseOperations(database);
  await settle("savePlay", () => operations.savePlay(first(game)));
  await settle("getPlays", () => operations.getPlays(game.gameId));
  await settle("transaction", () => writeBoth(database as Database, game));
  await settle("transaction again", () => writeBoth(database as Database, game));
  await settle("getPlays again", () => operations.getPlays(game.gameId));
  expect(database.figures.open - database.figures.idle).toBe(0);
  const messages = [...seen];
  await operations.savePlay(third(game));
  await database.close();
  return { outcomes, messages };
}

const first = (game: StagedGame): PlayInput => newPlay(game);
const second = (game: StagedGame): PlayInput => newPlay(game, { playNumber: 2 });
const third = (game: StagedGame): PlayInput => newPlay(game, { playNumber: 3 });

function writeBoth(database: Database, game: StagedGame): Promise<unknown> {
  return database.transaction(async (session) => {
    const operations = new DatabaseOperations(session);
    const [id] = await Promise.all([
      operations.savePlay(second(game)),
      operations.updateGameState(game.gameId, stateAfter),
    ]);
    return id;
  });
}

/** An error is one of a lost connection, in the words that the stage demands, and true. */
function expectLoss(outcomes: readonly Outcome[], isStored: (playNumber: number) => boolean): void {
  for (const { call, error } of outcomes) {
    if (error === undefined) continue;
    const [kind] = [(error as Error).constructor];
    if (call === "open") expect(kind).toBe(ConnectionFailedError);
    else if (call.startsWith("getPlays")) expect(kind).toBe(ConnectionLostError);
    else expect([CommitOutcomeUnknownError, ConnectionLostError]).toContain(kind);
  }
  const isNotDone = (call: string) => (outcome: Outcome) =>
    !outcome.call.startsWith(call) || outcome.error instanceof ConnectionLostError;
  if (outcomes.every(isNotDone("savePlay"))) expect(isStored(1)).toBe(false);
  if (outcomes.every(isNotDone("transaction"))) expect(isStored(2)).toBe(false);
}

/** Checks that the answers agree with what is stored. */
function expectTruth(outcomes: readonly Outcome[], stored: readonly Play[]): void {
  const idOf = (number: number) => stored.find(({ playNumber }) => playNumber === number)?.id;
  const isDone = (call: string) =>
    outcomes.some((outcome) => outcome.call === call && outcome.error === undefined);
  for (const { call, value, error } of outcomes) {
    if (error !== undefined || call === "open") continue;
    if (call === "savePlay") expect(value).toBe(idOf(1));
    else if (call.startsWith("transaction")) expect(value).toBe(idOf(2));
    else {
      const numbers = (value as Play[]).map(({ playNumber }) => playNumber);
      expect(value).toEqual(stored.filter(({ playNumber }) => numbers.includes(playNumber)));
      if (isDone("savePlay")) expect(numbers).toContain(1);
      if (call === "getPlays again" && isDone("transaction again")) expect(numbers).toContain(2);
    }
  }
}

let ownDatabase: Database;
let messages: readonly string[];
beforeAll(async () => {
  ownDatabase = await Database.open(bench().url);
  messages = await messagesOfADay();
});
afterAll(() => ownDatabase?.close());

interface Case {
  readonly name: string;
  readonly target: number;
  readonly mutation: Mutation;
  /** False if the message may be well-formed with another meaning, which no client can detect. */
  readonly isBroken: boolean;
}

async function expectSafe({ name, target, mutation, isBroken }: Case): Promise<void> {
  const game = await stageGame(ownDatabase);
  await using proxy = await HostileProxy.start(bench().url, target, mutation);
  const began = Date.now();
  const { outcomes } = await day(proxy, game);
  try {
    expect(Date.now() - began).toBeLessThan(longestCase);
    for (const { error } of outcomes) if (error !== undefined) expect(error).toBeInstanceOf(DugoutError);
    const stored = await bench().elsewhere.getPlays(game.gameId);
    expect(stored.at(-1)?.playNumber).toBe(3);
    if (!isBroken) return;
    expectLoss(outcomes, (number) => stored.some(({ playNumber }) => playNumber === number));
    expectTruth(outcomes, stored);
  } catch (error) {
    throw new Error(`when message ${target} (${proxy.seen[target]}) ${name}: ${error}`, {
      cause: { outcomes, error },
    });
  }
}

/** The kinds of messages that a server sends in the scenario without a fault. */
async function messagesOfADay(): Promise<readonly string[]> {
  await using proxy = await HostileProxy.start(bench().url);
  const { outcomes, messages: sent } = await day(proxy, await stageGame(ownDatabase));
  expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  return sent;
}

/** Runs all, some at the same time. */
async function runAll(all: readonly Case[]): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await expectSafe(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

it("a connection to a server that sends a broken message is closed, and the message is never used", {
  timeout: 3_600_000,
}, async () => {
  const random = seededRandom();
  console.log(`FAULT_SEED=${random.seed} repeats the choice`);
  const kinds = Object.entries(mutations);
  const chosen = Array.from({ length: cases }, (_, index): Case => {
    const target = Math.floor(random() * messages.length);
    const [name, make] = kinds[index % kinds.length] as (typeof kinds)[number];
    // The order of rows means something only to the caller who asked for it.
    const isOtherOrder = name === "comes behind the next" && messages[target] === "D";
    return { name, target, mutation: make(random), isBroken: !isOtherOrder };
  });
  await runAll(chosen);
});

it("a server that sends other bytes does not end the process, and no caller waits forever", {
  timeout: 3_600_000,
}, async () => {
  const random = seededRandom();
  console.log(`FAULT_SEED=${random.seed} repeats the choice`);
  const kinds = Object.entries(damages);
  const chosen = Array.from({ length: Math.ceil(cases / 3) }, (_, index): Case => {
    const [name, make] = kinds[index % kinds.length] as (typeof kinds)[number];
    return { name, target: Math.floor(random() * messages.length), mutation: make(random), isBroken: false };
  });
  await runAll(chosen);
});

it.each(Object.entries(strangers))(
  "%s is refused wherever the protocol does not allow it",
  { timeout: 600_000 },
  async (_, stranger) => {
    const mutation: Mutation = ({ bytes }) => ({ bytes: Buffer.concat([stranger, bytes]) });
    const firstOf = (type: string) => messages.indexOf(type);
    const targets = [0, firstOf("Z"), firstOf("Z") + 1, firstOf("D"), messages.lastIndexOf("C")];
    await runAll(targets.map((target) => ({ name: "comes behind it", target, mutation, isBroken: true })));
  },
);

it("an error that is followed by more messages is not trusted, because it is not known what was done", async () => {
  const error = errorResponse("22012", "division by zero");
  const mutation: Mutation = ({ bytes }) => ({ bytes: Buffer.concat([error, bytes]) });
  const targets = messages.flatMap((type, target) => ("12nTDC".includes(type) ? [target] : []));
  await runAll(
    targets.map((target) => ({ name: "comes behind an error", target, mutation, isBroken: true })),
  );
});

it.each([7, 8, 9, 2, 4711])(
  "a server that asks for authentication by method %i gives an error that names the method",
  async (method) => {
    const body = Buffer.alloc(4);
    body.writeInt32BE(method);
    await using server = await fakeServer((socket) => socket.write(typed("R", body)));
    const url = `postgresql://umpire@127.0.0.1:${server.port}/league?sslmode=disable`;
    const refusal = await rejectionOf(Database.open(url));
    expect(refusal).toBeInstanceOf(ConnectionFailedError);
    expect((refusal as Error).message).toMatch(/asks for authentication by \w+.*scram-sha-256/);
  },
);

it("a replica that breaks the protocol is left out, and the primary answers", async () => {
  await using replica = await fakeServer((socket) =>
    socket.write(strangers["a request for GSSAPI"] as Buffer),
  );
  const url = `postgresql://umpire@127.0.0.1:${replica.port}/league?sslmode=disable`;
  await using database = await Database.open(bench().url, { replica: url });
  const game = await stageGame(database);
  const reader = new DatabaseOperations(database.reader({ stale: true }));
  expect(await reader.getPlays(game.gameId)).toEqual([]);
  expect(replica.connections).toBeGreaterThan(0);
  expect(database.replica?.leftOut).toContain("GSSAPI");
});
