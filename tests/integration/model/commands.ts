import type { AsyncCommand } from "fast-check";
import { expect } from "vitest";
import type { Database } from "../../../src/index.js";
import type { Ground } from "./real-calls.js";
import { RealSession } from "./real-session.js";
import { type Call, inserts, SessionModel, StoreModel } from "./session-model.js";

/** The expected state: what is committed, and the sessions that are open. */
export class Model {
  readonly store = new StoreModel();
  readonly sessions: (SessionModel | undefined)[] = [];

  /** True when these calls wait for no session, other than their own: an insert locks the game's row until its session ends. */
  isFree(calls: readonly Call[], own?: SessionModel): boolean {
    const others = this.sessions.filter((session) => session !== own);
    return !calls.some(inserts) || !others.some((session) => session?.holdsGame);
  }
}

/** What is. */
export class Real implements Ground {
  readonly database: Database;
  readonly gameId: string;
  readonly called: number[] = [];
  readonly sessions: (RealSession | undefined)[] = [];

  constructor(database: Database, gameId: string) {
    this.database = database;
    this.gameId = gameId;
  }

  async end(): Promise<void> {
    for (const session of this.sessions) await session?.end();
  }
}

export type Command = AsyncCommand<Model, Real>;

/** A command for the session in one of the places, whatever its state. */
export abstract class SessionCommand implements Command {
  readonly #place: number;

  constructor(place: number) {
    this.#place = place;
  }

  check(model: Readonly<Model>): boolean {
    const session = model.sessions[this.#place];
    return session !== undefined && this.isPossible(session, model);
  }

  async run(model: Model, real: Real): Promise<void> {
    const expected = model.sessions[this.#place] as SessionModel;
    const actual = real.sessions[this.#place] as RealSession;
    await this.perform(expected, actual);
    expect(actual.session.state).toBe(expected.state);
    expect(actual.signal.aborted).toBe(expected.isDoomed);
    expect(real.called).toEqual(model.store.called);
  }

  toString(): string {
    return `session ${this.#place}: ${this.describe()}`;
  }

  protected isPossible(_session: SessionModel, _model: Readonly<Model>): boolean {
    return true;
  }

  protected abstract perform(model: SessionModel, real: RealSession): Promise<void>;
  protected abstract describe(): string;
}

/** Opens a session in a place where there is none, or one that has ended. */
export class Open implements Command {
  readonly #place: number;

  constructor(place: number) {
    this.#place = place;
  }

  check({ sessions }: Readonly<Model>): boolean {
    return sessions[this.#place]?.hasEnded !== false;
  }

  async run(model: Model, real: Real): Promise<void> {
    model.sessions[this.#place] = new SessionModel(model.store);
    real.sessions[this.#place] = new RealSession(await real.database.session(), real);
  }

  toString(): string {
    return `session ${this.#place}: open`;
  }
}

export function describeCall(call: Call): string {
  switch (call.kind) {
    case "insert":
      return `insert ${call.player}`;
    case "onCommit":
      return `onCommit ${call.name}`;
    case "savepoint":
      return `savepoint (${[...call.calls.map(describeCall), call.how].join(", ")})`;
    default:
      return call.kind;
  }
}
