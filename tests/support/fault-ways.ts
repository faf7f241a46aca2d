import {
  type Database,
  DatabaseOperations,
  type GameState,
  type LoadedGame,
  type PlayInput,
} from "../../src/index.js";
import type { Moment } from "./proxy-link.js";

/** A place in the caller's code, between two calls, where a fault can happen. */
export type Pause = "opened" | "between" | "written";

/** Where a fault happens: at a request, or while nothing is being sent. */
export type Step = { readonly name: string; readonly lost: "nothing kept" | "unknown" | "nothing lost" } & (
  | { readonly moment: Moment; readonly label: string }
  | { readonly pause: Pause }
);

/** A way to write a play, and the steps that it takes. */
export interface Way {
  readonly name: string;
  readonly steps: readonly Step[];
  perform(database: Database, write: Write, pause: (at: Pause) => Promise<void>): Promise<void>;
  /** True if the game has exactly what this way writes, false if it has none of it; undefined if it has a part. */
  isWritten(loaded: LoadedGame): boolean | undefined;
}

export interface Write {
  readonly play: PlayInput;
  readonly state: GameState;
}

/** The state of the game after the play of these tests. */
export const stateAfter: GameState = { inning: 3, half: "bottom", homeScore: 4, awayScore: 2 };

const hasPlay = ({ plays }: LoadedGame) => plays.length === 1;
const hasState = ({ game }: LoadedGame) => game.stateVersion > 0 && game.homeScore === stateAfter.homeScore;
const both = (loaded: LoadedGame) => (hasPlay(loaded) === hasState(loaded) ? hasPlay(loaded) : undefined);

const onTheWire = (label: string, lost: Step["lost"], name = label): Step[] => [
  { name: `${name} is on its way`, moment: "request", label, lost },
  { name: `the answer to ${name} is on its way`, moment: "answer", label, lost },
];
const inFlight = (label: string, lost: Step["lost"]): Step => ({
  name: `${label} is being executed`,
  moment: "sent",
  label,
  lost,
});

const alone = (
  label: "savePlay" | "recordPlay",
  name = `${label} by itself`,
): Pick<Way, "name" | "steps"> => ({
  name,
  steps: [
    { name: "the connection sits in the pool", pause: "opened", lost: "nothing lost" },
    ...onTheWire(label, "unknown"),
    inFlight(label, "unknown"),
  ],
});

const ownTransaction: readonly Step[] = [
  { name: "the session has sent nothing yet", pause: "opened", lost: "nothing kept" },
  ...onTheWire("begin", "nothing kept", "BEGIN"),
  ...onTheWire("savePlay", "nothing kept"),
  inFlight("savePlay", "nothing kept"),
  ...onTheWire("updateGameState", "nothing kept"),
  { name: "COMMIT is not sent yet", pause: "written", lost: "nothing kept" },
  ...onTheWire("commit", "unknown", "COMMIT"),
];

export const savePlayAlone: Way = {
  ...alone("savePlay"),
  async perform(database, { play }, pause) {
    await pause("opened");
    await new DatabaseOperations(database).savePlay(play);
  },
  isWritten: hasPlay,
};

export const recordPlayAlone: Way = {
  ...alone("recordPlay"),
  async perform(database, { play, state }, pause) {
    await pause("opened");
    await new DatabaseOperations(database).recordPlay(play, state);
  },
  isWritten: both,
};

export const recordExpectedPlayAlone: Way = {
  ...alone("recordPlay", "recordPlay by itself, as expected"),
  async perform(database, { play, state }, pause) {
    await pause("opened");
    const expected = { expectedVersion: 0, expectedLastPlay: play.playNumber - 1 };
    await new DatabaseOperations(database).recordPlay(play, state, expected);
  },
  isWritten: both,
};

export const inTransaction: Way = {
  name: "a transaction",
  steps: ownTransaction,
  perform: (database, { play, state }, pause) =>
    database.transaction(async (session) => {
      const operations = new DatabaseOperations(session);
      await pause("opened");
      await Promise.all([operations.savePlay(play), operations.updateGameState(play.gameId, state)]);
      await pause("written");
    }),
  isWritten: both,
};

export const inSession: Way = {
  name: "a session by hand",
  steps: [
    ...ownTransaction,
    {
      name: "the first statement is answered, and the second not sent",
      pause: "between",
      lost: "nothing kept",
    },
  ],
  async perform(database, { play, state }, pause) {
    await using session = await database.session();
    const operations = new DatabaseOperations(session);
    await pause("opened");
    await operations.savePlay(play);
    await pause("between");
    await operations.updateGameState(play.gameId, state);
    await pause("written");
    await session.commit();
  },
  isWritten: both,
};
