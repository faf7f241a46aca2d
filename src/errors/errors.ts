export * from "./conflict-errors.js";
export * from "./connection-errors.js";
export * from "./dugout-error.js";
export * from "./game-errors.js";
export * from "./input-errors.js";
export * from "./migration-errors.js";
export * from "./transaction-errors.js";
