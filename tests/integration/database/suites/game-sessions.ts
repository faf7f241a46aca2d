import { describe, expect, it } from "vitest";
import { newGameId } from "../../../../src/index.js";
import { newGame } from "../../../support/game-fixtures.js";
import { type At, inEveryMode } from "../../../support/places.js";

const snapshot = { inning: 5, onBase: [null, { id: 7 }], note: "it's 2–1" };

export function describeGameSessions(at: At): void {
  inEveryMode("game sessions", at, ({ perform, elsewhere }) => {
    const created = async () => (await elsewhere().createGame(newGame())).id;

    describe("createGameSession", () => {
      it("returns the session with defaults filled in, and commits it", async () => {
        const gameId = await created();
        const before = Date.now();
        const session = await perform((operations) => operations.createGameSession({ gameId }));
        expect(session).toEqual({
          ...{ gameId, connectedUsers: {}, stateSnapshot: {}, lastActionAt: expect.any(Date) },
        });
        expect(session.lastActionAt.getTime()).toBeGreaterThanOrEqual(before);
        expect(await elsewhere().getGameSession(gameId)).toEqual(session);
      });

      it("keeps every field that is given", async () => {
        const gameId = await created();
        const given = {
          ...{
            gameId,
            connectedUsers: { "42": "Ann" },
            stateSnapshot: snapshot,
            lastActionAt: new Date(123),
          },
        };
        expect(await perform((operations) => operations.createGameSession(given))).toEqual(given);
        expect(await elsewhere().getGameSession(gameId)).toEqual(given);
      });
    });

    describe("getGameSession", () => {
      it("returns the session of a game", async () => {
        const session = await elsewhere().createGameSession({
          gameId: await created(),
          stateSnapshot: snapshot,
        });
        expect(await perform((operations) => operations.getGameSession(session.gameId))).toEqual(session);
      });

      it("returns null for a game without one, and for one that does not exist", async () => {
        const gameId = await created();
        expect(await perform((operations) => operations.getGameSession(gameId))).toBeNull();
        expect(await perform((operations) => operations.getGameSession(newGameId()))).toBeNull();
      });
    });

    describe("updateSessionSnapshot", () => {
      it("replaces the snapshot, leaves the connected users, and commits it", async () => {
        const gameId = await created();
        const connectedUsers = { "42": { name: "Ann" } };
        await elsewhere().createGameSession({ gameId, connectedUsers, stateSnapshot: { old: true } });
        const before = Date.now();
        const updated = await perform((operations) => operations.updateSessionSnapshot(gameId, snapshot));
        expect(updated).toEqual({
          ...{ gameId, connectedUsers, stateSnapshot: snapshot, lastActionAt: expect.any(Date) },
        });
        expect(updated.lastActionAt.getTime()).toBeGreaterThanOrEqual(before);
        expect(await elsewhere().getGameSession(gameId)).toEqual(updated);
      });

      it("replaces the connected users and the time too when they are given", async () => {
        const gameId = await created();
        await elsewhere().createGameSession({ gameId, connectedUsers: { "1": "Ann" } });
        const options = {
          connectedUsers: { "2": "Bob" },
          lastActionAt: new Date("2024-01-02T03:04:05.678Z"),
        };
        const updated = await perform((operations) =>
          operations.updateSessionSnapshot(gameId, snapshot, options),
        );
        expect(updated).toEqual({ gameId, stateSnapshot: snapshot, ...options });
        expect(await elsewhere().getGameSession(gameId)).toEqual(updated);
      });

      it("changes the session of no other game, whatever the options contain", async () => {
        const [meant, other] = [await created(), await created()];
        const [, untouched] = [
          await elsewhere().createGameSession({ gameId: meant }),
          await elsewhere().createGameSession({ gameId: other }),
        ];
        const stray = { lastActionAt: new Date(1), gameId: other };
        await perform((operations) => operations.updateSessionSnapshot(meant, snapshot, stray)).catch(
          () => {},
        );
        expect(await elsewhere().getGameSession(other)).toEqual(untouched);
      });
    });
  });
}
