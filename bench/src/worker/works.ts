import { playsPerGame } from "../data/dataset.js";
import { entriesOfLineup, homeTeamId, playOf, playsOfLoadedGame, type Slot, stateOf } from "../data/play.js";
import type { WorkName } from "../runner/protocol.js";
import type { Opened } from "../subjects/subject.js";

/** One client's next operation; its result is only checked for completeness. */
type Client = () => Promise<unknown>;

/** Games that one statement fills: its parameters, 75 a play, must stay under 65,536. */
export const gamesOfBatch = 9;

function expectLength(rows: readonly unknown[], length: number): void {
  if (rows.length !== length) throw new Error(`${rows.length} rows came where ${length} are stored`);
}

/** Returns the games one after the other, repeatedly. */
function inTurn(slots: readonly Slot[]): () => Slot {
  let next = 0;
  return () => slots[next++ % slots.length] as Slot;
}

const works: {
  readonly [Name in WorkName]: (run: NonNullable<Opened[Name]>, slots: readonly Slot[]) => Client;
} = {
  recordPlay(run, slots) {
    let played = 0;
    return () => {
      const slot = slots[Math.floor(played / playsPerGame)];
      if (slot === undefined) throw new Error("more plays were recorded than games were made for");
      const playNumber = 1 + (played++ % playsPerGame);
      return run(playOf(slot, playNumber), stateOf(playNumber));
    };
  },
  loadGame(run, slots) {
    const next = inTurn(slots);
    return async () => {
      const { lineups, plays } = await run(next().gameId);
      expectLength(lineups, 2 * entriesOfLineup);
      expectLength(plays, playsOfLoadedGame);
    };
  },
  lastPlays(run, slots) {
    const next = inTurn(slots);
    return async () => expectLength(await run(next().gameId, playsOfLoadedGame - 10), 10);
  },
  activeLineup(run, slots) {
    const next = inTurn(slots);
    return async () => expectLength(await run(next().gameId, homeTeamId), entriesOfLineup);
  },
  insertPlays(run, slots) {
    let done = 0;
    return () => {
      const batch = slots.slice(done, done + gamesOfBatch);
      if (batch.length < gamesOfBatch) throw new Error("more games were filled than were made");
      done += gamesOfBatch;
      return run(
        batch.flatMap((slot) =>
          Array.from({ length: playsOfLoadedGame }, (_, index) => playOf(slot, index + 1)),
        ),
      );
    };
  },
};

/** A client for each list of games. */
export function clientsOf(
  opened: Partial<Opened>,
  name: WorkName,
  slots: readonly (readonly Slot[])[],
): Client[] {
  const run = opened[name];
  if (run === undefined) throw new Error(`${name} is not there`);
  return slots.map((own) => works[name](run.bind(opened) as never, own));
}
