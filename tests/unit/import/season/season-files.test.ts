import { mkdir, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../../src/errors/errors.js";
import type { TextFile } from "../../../../src/import/event-files/text-files.js";
import { findSources } from "../../../../src/import/season/season-files.js";
import { SeasonFolder } from "../../../support/season-files.js";
import { zipOf } from "../../../support/zip-archives.js";

let folder: SeasonFolder;

beforeAll(async () => {
  folder = await SeasonFolder.create();
});
beforeEach(() => folder.write({ "2020BOS.EVA": "id,BOS202007240\n" }));
afterAll(() => folder.remove());

const namesOf = (files: readonly TextFile[]) => files.map(({ name }) => name);

describe("the files of a season", () => {
  it("are recognized by their names, also in nested folders", async () => {
    await writeFile(folder.file("TEAM2020"), "CHN,N,Chicago,Cubs\n");
    await mkdir(folder.file("rosters"));
    await writeFile(folder.file("rosters/CHN2020.ROS"), "");
    await writeFile(folder.file("1915CHN.EDN"), "id,CHN191504140\n");
    await writeFile(folder.file("1907NYA.EBA"), "id,NYA190704140\n");
    const found = await findSources([folder.path]);
    expect(namesOf(found.events)).toEqual(["1915CHN.EDN", "2020BOS.EVA"]);
    expect(namesOf(found.boxScores)).toEqual(["1907NYA.EBA"]);
    expect(namesOf(found.lists)).toEqual(["TEAM2020", "CHN2020.ROS"]);
  });

  it("may be named one by one, in any order, and count once", async () => {
    await writeFile(folder.file("2020NYA.EVA"), "id,NYA202007240\n");
    const both = [folder.file("2020NYA.EVA"), folder.file("2020BOS.EVA")];
    expect(namesOf((await findSources([...both, folder.path])).events)).toEqual([
      "2020NYA.EVA",
      "2020BOS.EVA",
    ]);
  });

  it("may be in a zip archive, or gzipped", async () => {
    const files = { "2020/2020NYA.EVA": "id,NYA202007240\n", "2020/TEAM2020": "NYA,A,New York,Yankees\n" };
    await writeFile(folder.file("2020eve.zip"), zipOf(files));
    await writeFile(folder.file("2020SEA.EVA.gz"), gzipSync("id,SEA202007240\n"));
    const { events, lists } = await findSources([folder.file("2020eve.zip"), folder.file("2020SEA.EVA.gz")]);
    expect(await Promise.all(events.map((file) => file.read()))).toEqual([
      "id,NYA202007240\n",
      "id,SEA202007240\n",
    ]);
    expect(namesOf(lists)).toEqual(["TEAM2020"]);
  });

  it("may have another name when they are named and begin with a game", async () => {
    await writeFile(folder.file("exported.txt"), "id,BOS202007240\n");
    expect(namesOf((await findSources([folder.file("exported.txt")])).events)).toEqual(["exported.txt"]);
  });

  it("may be in Latin-1, or in UTF-8 with or without a byte order mark, or in UTF-16 with one", async () => {
    for (const bytes of [
      Buffer.from("id,José", "latin1"),
      Buffer.from("id,José"),
      Buffer.from("\uFEFFid,José"),
      Buffer.from("\uFEFFid,José", "utf16le"),
      Buffer.from("\uFEFFid,José", "utf16le").swap16(),
    ]) {
      await writeFile(folder.file("2020BOS.EVA"), bytes);
      expect(await (await findSources([folder.path])).events[0]?.read()).toBe("id,José");
    }
  });

  it("may be among other files, which are ignored", async () => {
    await writeFile(folder.file("picture.png"), Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x0a, 0x22]));
    await writeFile(folder.file("cwevent.csv"), '"GAME_ID","EVENT_TX"\n');
    expect(namesOf((await findSources([folder.path])).events)).toEqual(["2020BOS.EVA"]);
  });

  it.each([
    ["any other file", "notes.txt", "to do\n", /notes.txt is not a file of a season/],
    ["a damaged zip archive", "2020eve.zip", "PK", /2020eve.zip cannot be read: it is not a zip archive/],
    ["a zip archive that was cut", "cut.zip", zipOf({ a: "b" }).subarray(0, 40), /cut.zip cannot be read/],
  ])("are not %s, when it is named", async (_, name, content, message) => {
    await writeFile(folder.file(name), content);
    const named = findSources([folder.file(name)]);
    await expect(named).rejects.toThrow(ConfigurationError);
    await expect(named).rejects.toThrow(message);
  });

  it("must contain games", async () => {
    await folder.write({ TEAM2020: "" });
    await expect(findSources([folder.path])).rejects.toThrow(/There are no event files in /);
  });

  it("must exist", async () => {
    await expect(findSources([folder.file("nowhere")])).rejects.toThrow(ConfigurationError);
    await expect(findSources([folder.file("nowhere")])).rejects.toThrow(/nowhere cannot be read: ENOENT/);
  });
});
