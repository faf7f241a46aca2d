import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ByteMeter } from "../../../support/chadwick/bytes.js";
import { readFields, readRows } from "../../../support/chadwick/csv.js";
import { SeasonFolder } from "../../../support/season-files.js";

let folder: SeasonFolder;

beforeAll(async () => {
  folder = await SeasonFolder.create();
});
afterAll(() => folder.remove());

async function rowsOf(content: string | Buffer, fields: readonly string[]): Promise<string[][]> {
  const path = folder.file("rows.csv");
  await writeFile(path, content);
  const rows: string[][] = [];
  for await (const row of readRows(path)) rows.push(fields.map((field) => row.text(field)));
  return rows;
}

describe("the rows of a CSV file", () => {
  it("keep commas and quotation marks that are quoted", async () => {
    const text = 'A,"B",C\n"one, two","say ""no""",\n,"",3\n';
    expect(await rowsOf(text, ["A", "B", "C"])).toEqual([
      ["one, two", 'say "no"', ""],
      ["", "", "3"],
    ]);
  });

  it.each([
    ["Windows' line ends", "A,B\r\n1,2\r\n"],
    ["no last line end", "A,B\n1,2"],
    ["blank lines", "\nA,B\n\n1,2\n\n"],
    ["a byte order mark", "\uFEFFA,B\n1,2\n"],
  ])("are the same with %s", async (_, text) => {
    expect(await rowsOf(text, ["A", "B"])).toEqual([["1", "2"]]);
  });

  it("are read from a gzipped file whatever its name, and its bytes are counted as they lie there", async () => {
    const packed = gzipSync(`A\n${"1\n".repeat(100_000)}`);
    const path = folder.file("packed.csv");
    await writeFile(path, packed);
    const meter = new ByteMeter();
    let rows = 0;
    for await (const _row of readRows(path, meter)) rows += 1;
    expect(rows).toBe(100_000);
    expect(meter.bytesRead).toBe(packed.length);
  });

  it("know their lines, blank ones counted", async () => {
    const path = folder.file("lines.csv");
    await writeFile(path, "A\n\n1\n2\n");
    const lines: number[] = [];
    for await (const row of readRows(path)) lines.push(row.line);
    expect(lines).toEqual([3, 4]);
  });

  it.each([
    [
      "fewer fields than the header",
      "A,B\n1,2\n3\n",
      /^Line 3 of rows.csv is not valid: has 1 fields, and must have 2/,
    ],
    ["more fields than the header", "A\n1,2\n", /^Line 2 of rows.csv is not valid: has 2 fields/],
    ["a quotation that does not end", 'A\n"1\n', /^Line 2 of rows.csv is not valid: has a quotation mark/],
    ["bytes that are not UTF-8", Buffer.from("A\nJos\xe9\n", "latin1"), /^Line 2 of rows.csv .*not UTF-8/],
    ["a line without an end", `A\n${"1".repeat(1_100_000)}`, /^Line 2 of rows.csv .*is longer than/],
  ])("are refused by their line for %s", async (_, content, message) => {
    await expect(rowsOf(content, ["A"])).rejects.toThrow(message);
  });

  it("are refused by the file where a gzipped one is cut", async () => {
    const packed = gzipSync(`A\n${"1\n".repeat(1_000)}`);
    await expect(rowsOf(packed.subarray(0, packed.length - 10), ["A"])).rejects.toThrow(
      /^rows.csv is not valid: cannot be read: unexpected end of file/,
    );
  });
});

it("the fields of a file without a header are as many as each line has", async () => {
  const path = folder.file("CHN2020.ROS");
  await writeFile(path, "almoa002,Almora,Albert\r\nx\r\n");
  const lines: (readonly string[])[] = [];
  for await (const fields of readFields(path)) lines.push(fields);
  expect(lines).toEqual([["almoa002", "Almora", "Albert"], ["x"]]);
});
