import { EventEmitter } from "node:events";
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { PgConnection } from "../../../src/connection/pg-connection.js";
import { type PipelinedRequest, PreparedStatements } from "../../../src/connection/pipelined-request.js";

/** The part of a request that pg's client uses. */
type Sent = Pick<
  PipelinedRequest,
  "callback" | "handleCommandComplete" | "handleReadyForQuery" | "handleError"
> & {
  readonly text: string;
};

/** A fake client that keeps its requests, so that the test can answer them. */
class FakeClient extends EventEmitter {
  readonly prepared = new PreparedStatements();
  lost: Error | undefined;
  readonly sent: Sent[] = [];
  readonly connection = Object.assign(new EventEmitter(), {
    stream: { cork() {}, uncork() {}, destroy() {} },
  });
  status = "I";
  readonly failures: Error[] = [];
  released: boolean[] = [];

  query(request: Sent): void {
    this.sent.push(request);
  }

  markLost(error: Error): void {
    this.lost ??= error;
  }

  fail(why: Error): void {
    this.failures.push(why);
  }

  getTransactionStatus(): string {
    return this.status;
  }

  release(isBroken = false): void {
    this.released.push(isBroken);
  }
}

let client: FakeClient;
let connection: PgConnection;
const turn = () => new Promise(process.nextTick);
const answerTimeout = 1_000;
const steps = ["parse", "bind", "describe", "execute", "flush", "sync"];

beforeEach(() => {
  client = new FakeClient();
  connection = new PgConnection(client as never, { prepare: true, answerTimeout, evictAll: () => {} });
});

describe("a connection", () => {
  it("sends the calls of one turn in one request, and a simple query in its own", async () => {
    void connection.send({ text: "one" });
    void connection.send({ text: "two" });
    void connection.send({ text: "three; four", ownRequest: true });
    void connection.send({ text: "five" });
    expect(client.sent.map(({ text }) => text)).toEqual(["one; two", "three; four"]);
    await turn();
    expect(client.sent.map(({ text }) => text)).toEqual(["one; two", "three; four", "five"]);
    expect(connection.requests).toBe(3);
  });

  it("flushes after each slow statement of a request, so that its answer arrives before the whole request is done", async () => {
    void connection.send({ text: "begin", name: "begin" });
    void connection.send({ text: "brief", name: "brief" });
    for (const text of ["one", "two", "three"]) void connection.send({ text });
    await turn();
    const calls: string[] = [];
    const note = (name: string) => () => calls.push(name);
    const wire = {
      stream: client.connection.stream,
      ...Object.fromEntries(steps.map((name) => [name, note(name)])),
    };
    (client.sent[0] as unknown as PipelinedRequest).submit(wire as never);
    const statement = ["parse", "bind", "describe", "execute"];
    const [begin, brief, one, two, three] = Array.from({ length: 5 }, () => statement);
    expect(calls).toEqual([begin, brief, one, "flush", two, "flush", three, "sync"].flat());
  });

  it.each([
    ["a request", { text: "one" }],
    ["a simple query", { text: "commit", ownRequest: true }],
  ])("ends %s after an error only when the server is ready for the next query", async (_, query) => {
    const failing = connection.send(query);
    await turn();
    const [sent] = client.sent as [Sent];
    const { callback } = sent;
    let isOver = false;
    // As in pg's client, whose time limit applies until then.
    sent.callback = (...outcome: Parameters<typeof callback>) => {
      isOver = true;
      callback.apply(sent, outcome);
    };
    const error = Object.assign(new pg.DatabaseError("no", 0, "error"), {
      code: "40001",
      severity: "ERROR",
    });
    sent.handleError(error, client.connection as never);
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    client.connection.emit("readyForQuery");
    await expect(failing).rejects.toBe(error);
    expect(isOver).toBe(true);
    expect(client.connection.listenerCount("readyForQuery")).toBe(0);
    expect(client.connection.listenerCount("end")).toBe(0);
  });

  it.each(["57P01", "08006"])("reports an error that closes the connection (%s) at once", async (code) => {
    const failing = connection.send({ text: "one" });
    await turn();
    const error = Object.assign(new pg.DatabaseError("no", 0, "error"), { code, severity: "FATAL" });
    client.sent[0]?.handleError(error, client.connection as never);
    await expect(failing).rejects.toBe(error);
    expect(connection.lost).toBe(error);
  });

  it("reports an error when the server closes the connection after it", async () => {
    const failing = connection.send({ text: "one" });
    await turn();
    const error = Object.assign(new pg.DatabaseError("no", 0, "error"), { code: "22012", severity: "ERROR" });
    client.sent[0]?.handleError(error, client.connection as never);
    client.connection.emit("end");
    await expect(failing).rejects.toBe(error);
  });

  it("that was released sends nothing", async () => {
    connection.release();
    await expect(connection.send({ text: "one" })).rejects.toThrow("released");
    await turn();
    expect(client.sent).toEqual([]);
    expect(client.released).toEqual([false]);
  });

  it("that cannot write rejects every pending call, and is lost", async () => {
    client.query = () => {
      throw new RangeError("too long");
    };
    const outcomes = Promise.allSettled([connection.send({ text: "one" }), connection.send({ text: "two" })]);
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(connection.lost).toBeInstanceOf(RangeError);
    connection.release();
    expect(client.released).toEqual([true]);
  });
});

describe("a turn of very many calls", () => {
  const statementsIn = ({ text }: Sent) => text.split("; ").length;
  const call = (count: number) => {
    for (let index = 0; index < count; index += 1) void connection.send({ text: "x" }).catch(() => {});
  };

  it("is several requests of bounded size, with a bounded number in flight", async () => {
    call(100_500);
    await turn();
    expect(client.sent.length).toBe(16);
    for (const request of client.sent) expect(statementsIn(request)).toBe(1_000);
    for (let answered = 0; answered < client.sent.length; answered += 1) {
      client.sent[answered]?.handleReadyForQuery();
      await turn();
      expect(client.sent.length).toBeLessThanOrEqual(answered + 17);
    }
    expect(client.sent.map(statementsIn).reduce((sum, count) => sum + count)).toBe(100_500);
    expect(connection.requests).toBe(101);
    await turn();
    expect(connection.isBusy).toBe(false);
  });

  it("is several requests where its values are large", async () => {
    for (let index = 0; index < 5; index += 1)
      void connection.send({ text: "x", values: ["v".repeat(600_000)] });
    await turn();
    expect(client.sent.map(statementsIn)).toEqual([2, 2, 1]);
  });

  it("is rejected completely when the connection is lost", async () => {
    const outcomes = Promise.allSettled(Array.from({ length: 20_500 }, () => connection.send({ text: "x" })));
    await turn();
    for (let lost = 0; lost < client.sent.length; lost += 1) {
      client.sent[lost]?.callback(new Error("the connection ended"));
      await turn();
    }
    for (const { status } of await outcomes) expect(status).toBe("rejected");
    expect(connection.isBusy).toBe(false);
  });
});
