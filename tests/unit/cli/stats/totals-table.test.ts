import { describe, expect, test } from "vitest";
import { battingTable, type StatsColumn, statsTable } from "../../../../src/cli/stats/totals-table.js";
import type { BattingColumn } from "../../../../src/stats/batting-totals.js";

const owner = { leagueId: "sba", teamId: 5, cardId: null, games: 60 } as const;
const numbers = Object.fromEntries(battingTable.map(({ field }) => [field, 0.25])) as Record<
  BattingColumn,
  number
>;
const rows = [
  { ...owner, playerId: 7, playerName: "Juan Soto", teamName: "Washington", ...numbers },
  { ...owner, playerId: 8, playerName: null, teamName: null, ...numbers, average: null },
];
const columns: readonly StatsColumn<BattingColumn>[] = battingTable;

describe("a table of totals", () => {
  test.each([60, 80, 120, 200])("fits into a line of %i characters", (width) => {
    const lines = statsTable(rows, columns, { width });
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });

  test("leaves out what matters less, and has everything where there is room", () => {
    const heads = (width: number) => statsTable(rows, columns, { width })[0]?.trim().split(/ +/);
    expect(heads(300)).toEqual(["Team", ...battingTable.map(({ head }) => head)]);
    expect(heads(60)?.length).toBeLessThan(heads(120)?.length ?? 0);
    expect(heads(10)).toEqual(["Team", "AVG", "OPS"]);
  });

  test("shows numbers for people without a name, and a hyphen for a missing value", () => {
    const [, , nameless] = statsTable(rows, columns, { width: 10 });
    expect(nameless).toMatch(/^Nr\. 8 +Team 5 +- +\.250$/);
  });
});
