/**
 * The rules of baseball without a database. At run time nothing is loaded but this package's own files: no other
 * package, and nothing of Node, so that it runs in a browser, too.
 *
 * - `parsePlay`, `formatPlay`: Retrosheet's play notation as a typed event, and back.
 * - `scorePlay`: what happened becomes the whole play. `applyPlay`, `applyLineups`: the game after it, or after substitutions.
 * - `liveGame`, `situationAfter`, `endsGame`, `countsAsCalled`: where a game stands.
 * - `decisionsOf`: win, loss, save, holds and blown saves of a finished game.
 */
export * from "./rules/index.js";
