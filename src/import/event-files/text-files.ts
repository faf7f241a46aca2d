import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { ConfigurationError, ValidationError } from "../../errors/index.js";
import { zipEntries } from "./zip.js";

/** A text file on the disk or in a zip archive. */
export interface TextFile {
  /** Its name without folders. */
  readonly name: string;
  /** How much of the disk it takes, in bytes. */
  readonly size: number;
  /** True when it was named by itself, rather than found in a folder or an archive. */
  readonly isNamed: boolean;
  /** @throws {ValidationError} naming the file, when it cannot be read to its end */
  read(): Promise<string>;
}

/** Folders below this depth are not looked into. */
const deepest = 4;
const largestFile = 64 * 1024 * 1024;

/**
 * Every file at these paths once, in the order in which they were named; those of a folder and of a zip archive by their names.
 *
 * @throws {ConfigurationError} when a path cannot be read
 */
export async function textFiles(paths: readonly string[]): Promise<TextFile[]> {
  const files = new Map<string, readonly TextFile[]>();
  const add = async (path: string, isNamed: boolean, depth: number): Promise<void> => {
    const { size, isDirectory, isFile } = await inspect(path);
    if (isDirectory && depth < deepest) {
      for (const name of await namesIn(path)) await add(join(path, name), false, depth + 1);
    } else if (isFile && !files.has(resolve(path))) {
      files.set(resolve(path), /\.zip$/i.test(path) ? await filesOfZip(path) : [fileAt(path, size, isNamed)]);
    }
  };
  for (const path of paths) await add(path, true, 0);
  return [...files.values()].flat();
}

async function inspect(path: string) {
  try {
    const found = await stat(path);
    return { size: found.size, isDirectory: found.isDirectory(), isFile: found.isFile() };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

const unreadable = (path: string, cause: unknown) =>
  new ConfigurationError(`${path} cannot be read: ${(cause as Error).message}.`, {
    cause,
    details: { path },
  });

function fileAt(path: string, size: number, isNamed: boolean): TextFile {
  const name = basename(path).replace(/\.gz$/i, "");
  return { name, size, isNamed, read: () => reading(name, () => readFile(path)) };
}

async function filesOfZip(path: string): Promise<TextFile[]> {
  const handle = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const entries = await zipEntries(handle);
    return entries
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, size }) => ({
        name: basename(name),
        size,
        isNamed: false,
        read: () => reading(basename(name), () => readInZip(path, name)),
      }));
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await handle.close();
  }
}

async function readInZip(path: string, name: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const entry = (await zipEntries(handle)).find((each) => each.name === name);
    if (entry === undefined) throw new Error(`it is no longer in ${basename(path)}`);
    return await entry.read();
  } finally {
    await handle.close();
  }
}

async function reading(file: string, read: () => Promise<Buffer>): Promise<string> {
  try {
    const bytes = await read();
    return textOf(isGzipped(bytes) ? gunzipSync(bytes, { maxOutputLength: largestFile }) : bytes);
  } catch (cause) {
    const message = `cannot be read: ${(cause as Error).message}`;
    throw new ValidationError(file, [{ field: "", message }], { cause, details: { file } });
  }
}

const isGzipped = (bytes: Buffer) => bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b;

/** What is not UTF-8 is Latin-1, as Retrosheet's older files are. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
