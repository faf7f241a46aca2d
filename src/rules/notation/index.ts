export type * from "./event.js";
export { formatPlay } from "./format.js";
export { parsePlay } from "./parse.js";
