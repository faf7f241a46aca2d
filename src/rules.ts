/**
 * The rules of baseball without a database: Retrosheet's notation. At run time nothing is loaded but this package's
 * own files: no other package, and nothing of Node.
 */
export * from "./rules/index.js";
