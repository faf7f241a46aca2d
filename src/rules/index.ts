export * from "./notation/index.js";
