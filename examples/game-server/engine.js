// @ts-check The rules of a small dice game: what happens on the field, from the state of the game and two dice. A real card
// game has many more of these rules. Who scores, what is credited to whom and how the game continues follows from the rules of
// baseball.

/** The meaning of two dice, and by how many bases the runners move. */
const results = /** @type {const} */ ({
  2: { event: "homerun", fieldedBy: 9 },
  3: { event: "double", fieldedBy: 7, moves: 2 },
  4: { event: "single", fieldedBy: 8, moves: 1 },
  5: { event: "walk" },
  6: { event: "out", plays: [{ fielders: [6, 3] }], modifiers: ["G"] },
  7: { event: "strikeout" },
  8: { event: "out", plays: [{ fielders: [8] }], modifiers: ["F"] },
  9: { event: "single", fieldedBy: 7, moves: 1 },
  10: { event: "walk" },
  11: { event: "double", fieldedBy: 8, moves: 2 },
  12: { event: "homerun", fieldedBy: 7 },
});

const bases = /** @type {const} */ (["first", "second", "third", "home"]);

/**
 * @param {import("dugout").RecoveredGame} game the state of the game
 * @param {readonly [number, number]} dice
 * @returns {import("dugout/rules").PlayEvent}
 */
export function eventOf(game, dice) {
  const { moves = 0, ...event } = /** @type {import("dugout/rules").PlayEvent & { moves?: number }} */ (
    results[/** @type {keyof typeof results} */ (dice[0] + dice[1])]
  );
  const runners = /** @type {const} */ (["first", "second", "third"]).filter(
    (base) => moves > 0 && game.bases[base] !== null,
  );
  const advances = runners.map((base) => [base, bases[Math.min(3, bases.indexOf(base) + moves)]]);
  return { ...event, advances: Object.fromEntries(advances) };
}
