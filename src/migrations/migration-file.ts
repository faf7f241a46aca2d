import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type PartStatements, partProblems } from "./part-rules.js";
import { lineComments, parseStatements, SqlSyntaxError } from "./sql-parser.js";

/** One direction of a migration. */
export interface MigrationPart extends PartStatements {
  /** The SQL as in the file, including comments. */
  readonly text: string;
  /** The line of the file where the text begins, from 1. */
  readonly line: number;
}

/** One file `NNN_name.sql`: a step of the schema, up and down. */
export interface Migration {
  readonly number: number;
  /** The file's name without `.sql`, as in the database's history. */
  readonly name: string;
  readonly path: string;
  /** SHA-256 of the file. Line endings and a byte order mark make no difference. */
  readonly checksum: string;
  readonly up: MigrationPart;
  readonly down: MigrationPart;
}

export interface ReadMigration {
  readonly migration: Migration;
  /** The problems of the file, one sentence each. */
  readonly problems: readonly string[];
}

const fileName = /^(?!0+_)(\d{3,})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;
const marker = /^--[ \t]*(up|down) migration[ \t]*(?:\((.*)\))?[ \t]*$/i;

/** Reads one file and lists its problems. This needs no database. */
export async function readMigrationFile(path: string, content: string): Promise<ReadMigration> {
  const sql = content.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const [, digits] = fileName.exec(basename(path)) ?? [];
  const problems: string[] = [];
  if (digits === undefined) {
    problems.push(
      "its name must have the form 001_what_it_does.sql: a number from 001, lower-case letters, digits and single underscores",
    );
  }
  const sections = findSections(sql, await findMarks(sql));
  if (sections.isRepeated) problems.push("it has an up or a down part twice");
  if (sections.before.some((line) => line !== "" && !line.startsWith("--"))) {
    problems.push("the SQL before the line `-- Up Migration` would never run");
  }
  const migration = {
    number: Number(digits ?? 0),
    name: basename(path, ".sql"),
    path,
    checksum: createHash("sha256").update(sql).digest("hex"),
    up: await readPart(sections.up, "up", problems),
    down: await readPart(sections.down, "down", problems),
  };
  return { migration, problems };
}

interface Section {
  readonly text: string;
  readonly line: number;
  readonly remark: string;
}

interface DirectionMark {
  readonly index: number;
  readonly length: number;
  readonly direction: string;
  readonly remark: string;
}

/** The markers: comments that are alone on their line. Text inside quotes is not a comment. */
async function findMarks(sql: string): Promise<DirectionMark[]> {
  return (await lineComments(sql)).flatMap(({ index, text }) => {
    const [, direction = "", remark = ""] = marker.exec(text) ?? [];
    return direction === "" || !/(?:^|\n)$/.test(sql.slice(0, index))
      ? []
      : [{ index, length: text.length, direction: direction.toLowerCase(), remark: remark.trim() }];
  });
}

function findSections(sql: string, marks: readonly DirectionMark[]) {
  const section = (direction: string): Section | undefined => {
    const index = marks.findIndex((mark) => mark.direction === direction);
    const mark = marks[index];
    if (mark === undefined) return undefined;
    const start = mark.index + mark.length + 1;
    const text = sql.slice(start, marks[index + 1]?.index);
    return { text, line: sql.slice(0, start).split("\n").length, remark: mark.remark };
  };
  return {
    before: sql
      .slice(0, marks[0]?.index)
      .split("\n")
      .map((line) => line.trim()),
    up: section("up"),
    down: section("down"),
    isRepeated: marks.length > new Set(marks.map(({ direction }) => direction)).size,
  };
}

async function readPart(
  section: Section | undefined,
  direction: "up" | "down",
  problems: string[],
): Promise<MigrationPart> {
  const irreversible = /^irreversible: (.+)$/.exec(section?.remark ?? "")?.[1];
  const isTransactional = section?.remark !== "no transaction";
  const { text = "", line = 1 } = section ?? {};
  const part = { text, line, statements: [], isTransactional, irreversible };
  try {
    const statements = section === undefined ? [] : await parseStatements(section.text, section.line);
    problems.push(...partProblems({ ...part, statements }, direction, section?.remark));
    return { ...part, statements };
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    problems.push(`line ${error.line}: ${error.message}`);
    return part;
  }
}
