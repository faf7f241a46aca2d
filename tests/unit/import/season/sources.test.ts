import { mkdir, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../../src/errors/index.js";
import { findSources, type SourceFile } from "../../../../src/import/season/sources.js";
import { SeasonFolder } from "../../../support/season-files.js";

let folder: SeasonFolder;

beforeAll(async () => {
  folder = await SeasonFolder.create();
});
beforeEach(() => folder.write({ "plays.txt": gzipSync('"GAME_ID","EVENT_TX"\n"A","K"\n') }));
afterAll(() => folder.remove());

const namesOf = (files: readonly SourceFile[]) => files.map(({ path }) => basename(path));

describe("the files of a season", () => {
  it("are known by their header rows, whatever their names, and rosters and teams by their names", async () => {
    await writeFile(folder.file("a"), '"GAME_ID","REMOVED_ID"\n');
    await writeFile(folder.file("b.csv"), '"GAME_ID","AWAY_START_PIT_ID"\n"B",""\n');
    await writeFile(folder.file("TEAM2020"), "CHN,N,Chicago,Cubs\n");
    await mkdir(folder.file("rosters"));
    await writeFile(folder.file("rosters/CHN2020.ROS"), "");
    const found = await findSources([folder.path]);
    expect(namesOf(found.events)).toEqual(["plays.txt"]);
    expect(namesOf(found.substitutions)).toEqual(["a"]);
    expect(namesOf(found.games)).toEqual(["b.csv"]);
    expect(found.rosters.map((path) => basename(path))).toEqual(["CHN2020.ROS"]);
    expect(found.teams.map((path) => basename(path))).toEqual(["TEAM2020"]);
    expect(found.events[0]?.firstGameId).toBe("A");
    expect(found.substitutions[0]?.firstGameId).toBeUndefined();
  });

  it("may be several of a kind, in the order in which they are named, and count once", async () => {
    await writeFile(folder.file("more.csv"), '"GAME_ID","EVENT_TX"\n"B","K"\n');
    const both = [folder.file("plays.txt"), folder.file("more.csv")];
    expect(namesOf((await findSources([...both, folder.path])).events)).toEqual(["plays.txt", "more.csv"]);
    expect(namesOf((await findSources([folder.path])).events)).toEqual(["more.csv", "plays.txt"]);
  });

  it("may lie among others, which are left alone", async () => {
    await writeFile(folder.file("picture.png"), Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x0a, 0x22]));
    await writeFile(folder.file("cwdaily.csv"), '"GAME_ID","PLAYER_ID"\n');
    await mkdir(folder.file("boxes"));
    expect(namesOf((await findSources([folder.path])).events)).toEqual(["plays.txt"]);
    expect((await findSources([folder.file("plays.txt"), folder.file("cwdaily.csv")])).games).toEqual([]);
  });

  it.each([
    ["a file that is none of them", "notes.txt", "to do\n", /notes.txt is no file of a season/],
    ["a file without a header row", "cut.csv", '"A","K"\n', /cut.csv is no file of a season.*option -n/],
  ])("are not %s, when it is named", async (_, name, content, message) => {
    await writeFile(folder.file(name), content);
    await expect(findSources([folder.path, folder.file(name)])).resolves.toBeDefined();
    const named = findSources([folder.file(name)]);
    await expect(named).rejects.toThrow(ConfigurationError);
    await expect(named).rejects.toThrow(message);
  });

  it("must hold plays", async () => {
    await folder.write({ "cwsub.csv": '"GAME_ID","REMOVED_ID"\n' });
    await expect(findSources([folder.path])).rejects.toThrow(/No plays are found in .*cwevent/);
  });

  it("must be there", async () => {
    await expect(findSources([folder.file("nowhere")])).rejects.toThrow(ConfigurationError);
    await expect(findSources([folder.file("nowhere")])).rejects.toThrow(/nowhere cannot be read: ENOENT/);
  });
});
