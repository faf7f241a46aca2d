/**
 * The first and the last day on which a rule applies; the last is null if the rule still applies. A day is a text such as
 * `20260927`.
 */
interface Term {
  readonly first: string;
  readonly last: string | null;
}

/** Extra innings of the regular season begin with a runner on second base (Official Baseball Rules 5.06, from 2023 on). */
const automaticRunner: Term = { first: "20200723", last: null };

/** Games of a doubleheader have seven innings. */
const shortDoubleheaders: Term = { first: "20200801", last: "20211003" };

/** The last day of each regular season: no postseason has the automatic runner. */
const lastDays: Readonly<Record<string, string>> = {
  "2020": "20200927",
  "2021": "20211003",
  "2022": "20221005",
  "2023": "20231001",
  "2024": "20240930",
  "2025": "20250928",
};

/** No regular season with the rule ended earlier in its year, and no postseason began earlier. */
const earliestLastDay = "0927";

/** True where a game of this day begins its extra innings with a runner on second base. @param day `20260701` */
export function hasAutomaticRunners(day: string): boolean {
  const year = day.slice(0, 4);
  return isIn(automaticRunner, day) && day <= (lastDays[year] ?? `${year}${earliestLastDay}`);
}

/** True where a game of a doubleheader on this day has seven innings. @param day `20260701` */
export function hasShortDoubleheaders(day: string): boolean {
  return isIn(shortDoubleheaders, day);
}

function isIn({ first, last }: Term, day: string): boolean {
  return day >= first && (last === null || day <= last);
}
