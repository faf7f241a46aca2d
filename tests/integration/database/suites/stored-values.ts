import { describe, expect, it } from "vitest";
import { DatabaseOperations, type JsonObject, newGameId } from "../../../../src/index.js";
import { homeTeamId, newGame, newPlay, stageGame } from "../../../support/game-fixtures.js";
import type { At } from "../../../support/places.js";
import { readPaths } from "../../../support/read-paths.js";
import { fieldsOf, refusalWithoutTrace } from "../../../support/refusals.js";

const texts: Readonly<Record<string, string>> = {
  "scripts of the world": "Größe, naïve, 大谷翔平, דיבור, ⚾🏟️👨‍👩‍👧",
  "quotes and backslashes": `it's "so" \`far\` \\ \\\\ \\u0041 $1 %s ; drop table plays; --`,
  "white space and control characters": " \t\n\r\u0001\u001f\u007f\u0085\u2028\ufeff ",
  "the empty text": "",
  "a very long text": "0123456789".repeat(1_000),
};

const objects: Readonly<Record<string, JsonObject>> = {
  "every kind of value, nested": { a: [1, -2.5, "x", true, null, { b: [[], {}, [[]]] }], "": { "": "" } },
  "texts of every kind": { ...texts, [texts["quotes and backslashes"] as string]: 1 },
  "large, small and exact numbers": {
    a: [2 ** 53 - 1, 1e300, 5e-324, 0.1 + 0.2, -1e-7, 1.7976931348623157e308],
  },
  "keys that JavaScript knows": JSON.parse(
    '{"constructor": 1, "toString": {"prototype": 2}, "length": 3, "nested": {"__proto__": {"a": 1}}}',
  ) as JsonObject,
  "the key __proto__": JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as JsonObject,
};

const badTexts: Readonly<Record<string, string>> = {
  "a NUL": "a\0b",
  "a lone high surrogate": "a\ud83d",
  "a lone low surrogate": "\udc00b",
};

class Roll {
  readonly sides = 6;
}

const badValues: Readonly<Record<string, unknown>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  undefined: undefined,
  "a Date": new Date(0),
  "a bigint": 7n,
  "a function": () => 7,
  "a symbol": Symbol("x"),
  "a Map": new Map(),
  "an object of a class": new Roll(),
  "an array with a hole": new Array(2),
  ...badTexts,
};

const uuids: Readonly<Record<string, string>> = {
  "version 1": "c232ab00-9414-11ec-b3c8-9f6bdeced846",
  "version 4": "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  "version 8": "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0",
  "no version": "11111111-2222-0333-0444-555555555555",
  "version 15, variant 7": "abcdefab-cdef-fabc-fdef-abcdefabcdef",
  "nothing but ones": "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "nothing but zeros": "00000000-0000-0000-0000-000000000000",
};

export function describeStoredValues(at: At): void {
  const operations = () => new DatabaseOperations(at().database);

  describe("text", () => {
    for (const [kind, text] of Object.entries(texts)) {
      it(`comes back unchanged: ${kind}`, async () => {
        const game = await stageGame(at().database, newGame({ homeTeamName: text }));
        const { gameId } = game;
        const named = { gameId, teamId: homeTeamId, playerId: 99, position: "PH", playerName: text } as const;
        await operations().addSbaLineupPlayer(named);
        const play = newPlay(game, { diceRoll: text, hitType: text, resultDescription: text });
        await operations().savePlay(play);
        for (const { read } of readPaths) expect(await read(operations(), gameId)).toMatchObject([play]);
        const loaded = await operations().loadGameState(gameId);
        expect(loaded?.game.homeTeamName).toBe(text);
        expect(loaded?.lineups.at(-1)?.playerName).toBe(text);
      });
    }

    for (const [kind, text] of Object.entries(badTexts)) {
      it(`is refused with the field's name: ${kind}`, async () => {
        const play = newPlay({ gameId: newGameId(), batterId: 1, pitcherId: 2 } as never);
        for (const field of ["diceRoll", "hitType", "resultDescription"]) {
          const bad = { ...play, [field]: text, homerun: 0 };
          const refusal = await refusalWithoutTrace(at().database, () => operations().savePlay(bad));
          expect(fieldsOf(refusal)).toEqual([field]);
        }
        const bad = newGame({ awayTeamName: text });
        const refusal = await refusalWithoutTrace(at().database, () => operations().createGame(bad));
        expect(fieldsOf(refusal)).toEqual(["awayTeamName"]);
      });
    }
  });

  describe("JSON", () => {
    for (const [kind, value] of Object.entries(objects)) {
      it(`comes back unchanged: ${kind}`, async () => {
        const game = await stageGame(at().database, newGame({ metadata: value }));
        const { gameId } = game;
        await operations().savePlay(newPlay(game, { playMetadata: value }));
        await operations().createGameSession({ gameId, stateSnapshot: value });
        await operations().updateSessionSnapshot(gameId, value, { connectedUsers: value });
        expect((await operations().loadGameState(gameId))?.game.metadata).toStrictEqual(value);
        for (const { read } of readPaths) {
          expect((await read(operations(), gameId))[0]?.playMetadata).toStrictEqual(value);
        }
        const session = await operations().getGameSession(gameId);
        expect(session?.stateSnapshot).toStrictEqual(value);
        expect(session?.connectedUsers).toStrictEqual(value);
      });
    }

    for (const [kind, value] of Object.entries(badValues)) {
      it(`is refused with the field's name, however deep it is nested: ${kind}`, async () => {
        const gameId = newGameId();
        for (const bad of [{ a: value }, { a: [{ b: [value] }] }] as JsonObject[]) {
          const named = [];
          for (const work of [
            () => operations().createGame(newGame({ metadata: bad })),
            () => operations().createGameSession({ gameId, stateSnapshot: bad }),
            () => operations().updateSessionSnapshot(gameId, bad),
          ]) {
            named.push(fieldsOf(await refusalWithoutTrace(at().database, work)));
          }
          expect(named).toEqual([["metadata"], ["stateSnapshot"], ["stateSnapshot"]]);
        }
      });
    }

    it("is refused when a key cannot be stored", async () => {
      const bad = newGame({ metadata: { "a\0": 1 } });
      const refusal = await refusalWithoutTrace(at().database, () => operations().createGame(bad));
      expect(fieldsOf(refusal)).toEqual(["metadata"]);
    });
  });

  describe("a game's id", () => {
    for (const [kind, gameId] of Object.entries(uuids)) {
      it(`may be a UUID of ${kind}`, async () => {
        const game = await operations().createGame(newGame({ gameId }));
        expect(game.id).toBe(gameId);
        expect((await operations().loadGameState(gameId))?.game).toEqual(game);
      });
    }
  });
}
