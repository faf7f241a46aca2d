export { type IsolatedDatabase, isolate } from "./session/isolation/isolate.js";
