export * from "./base.js";
export * from "./configuration.js";
export * from "./conflict.js";
export * from "./connection.js";
export * from "./game.js";
export * from "./migration.js";
export * from "./transaction.js";
export * from "./validation.js";
