/**
 * The standard rates as SQL over the columns of lines or of their sums. `of` returns the SQL of a column. A rate whose divisor is
 * zero is null.
 */
export type ColumnText = (column: string) => string;

const ratio = (numerator: string, denominator: string) =>
  `(${numerator})::float8 / nullif(${denominator}, 0)`;

/** AVG: H / AB. */
const average = (of: ColumnText) => ratio(of("hit"), of("ab"));

/** TB = H + 2B + 2 x 3B + 3 x HR. */
const totalBases = (of: ColumnText) =>
  `${of("hit")} + ${of("double")} + 2 * ${of("triple")} + 3 * ${of("homerun")}`;

/** OBP: (H + BB + HBP) / (AB + BB + HBP + SF). */
const onBase = (of: ColumnText) =>
  ratio(
    `${of("hit")} + ${of("bb")} + ${of("hbp")}`,
    `${of("ab")} + ${of("bb")} + ${of("hbp")} + ${of("sac_fly")}`,
  );

/** SLG: TB / AB. */
const slugging = (of: ColumnText) => ratio(totalBases(of), of("ab"));

/** A batter's rates, by their columns. */
export const battingRates = (of: ColumnText) => ({
  total_bases: `(${totalBases(of)})`,
  average: average(of),
  on_base: onBase(of),
  slugging: slugging(of),
  on_base_plus_slugging: `${onBase(of)} + ${slugging(of)}`,
  isolated_power: ratio(`${of("double")} + 2 * ${of("triple")} + 3 * ${of("homerun")}`, of("ab")),
  babip: ratio(
    `${of("hit")} - ${of("homerun")}`,
    `${of("ab")} - ${of("so")} - ${of("homerun")} + ${of("sac_fly")}`,
  ),
});

/** What FIP is made of, without its constant: 13 x HR + 3 x (BB + HBP) - 2 x SO. */
export const fieldingIndependent = (of: ColumnText) =>
  `13 * ${of("homerun")} + 3 * (${of("bb")} + ${of("hbp")}) - 2 * ${of("so")}`;

/** Outs in an inning, and in the nine innings of ERA. */
const outs = { inning: 3, game: 27 } as const;

/** So much per inning, or per nine. */
const per = (much: string, each: keyof typeof outs, of: ColumnText) =>
  ratio(`${outs[each]} * (${much})`, of("outs_recorded"));

/** A pitcher's rates, by their columns. */
export const pitchingRates = (of: ColumnText) => ({
  innings_pitched: `(${of("outs_recorded")} / 3) || '.' || (${of("outs_recorded")} % 3)`,
  earned_run_average: per(of("earned_run"), "game", of),
  walks_and_hits_per_inning: per(`${of("bb")} + ${of("hit")}`, "inning", of),
  so_per_nine: per(of("so"), "game", of),
  bb_per_nine: per(of("bb"), "game", of),
  homerun_per_nine: per(of("homerun"), "game", of),
  babip: ratio(
    `${of("hit")} - ${of("homerun")}`,
    `${of("ab")} - ${of("so")} - ${of("homerun")} + ${of("sac_fly")}`,
  ),
});
