import type { Half } from "../../rules/vocabulary.js";
import { ordinal } from "../../stats/charts/chart-captions.js";

/** `Top of the 7th` */
export const halfText = (half: Half, inning: number): string =>
  `${half === "top" ? "Top" : "Bottom"} of the ${ordinal(inning)}`;

/** `1 out` */
export const outsText = (outs: number): string => (outs === 1 ? "1 out" : `${outs} outs`);

/** A number of a fixed width, with figure spaces before it, so that what follows does not move when it changes. */
export const figure = (number: number, digits = 2): string => String(number).padStart(digits, "\u2007");

/** `38,104` */
export const counted = (number: number): string => number.toLocaleString("en-US");

const dateFormat = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });
const shortDateFormat = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", timeZone: "UTC" });

/** `November 2, 2016`, in UTC. Times are text in JSON. */
export const dateText = (time: Date | string): string => dateFormat.format(new Date(time));
/** `Nov 2` */
export const shortDate = (time: Date | string): string => shortDateFormat.format(new Date(time));

/** A person's last name, which fits next to a base: `Bradley Jr.` for `Jackie Bradley Jr.` */
export function lastName(name: string): string {
  const words = name.trim().split(/\s+/);
  const suffix = /^(?:jr|sr|ii|iii|iv)\.?$/i.test(words.at(-1) ?? "") ? 2 : 1;
  return words.slice(-suffix).join(" ");
}
