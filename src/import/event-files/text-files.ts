import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { ConfigurationError, ValidationError } from "../../errors/errors.js";
import { unicodeText } from "../unicode-text.js";
import { zipEntries } from "./zip.js";

/** A text file on disk or in a zip archive. */
export interface TextFile {
  /** Its name without folders. */
  readonly name: string;
  /** Its size on disk, in bytes. */
  readonly size: number;
  /** True if the user named it, false if it was found in a folder or an archive. */
  readonly isNamed: boolean;
  /** @throws {ValidationError} with the file's name, if it cannot be read to its end */
  read(): Promise<string>;
}

/** Folders below this depth are ignored. */
const deepest = 4;
const largestFile = 64 * 1024 * 1024;

/**
 * Lists every file at these paths once, in the order of the paths; files of a folder or a zip archive are sorted by name.
 *
 * @throws {ConfigurationError} if a path cannot be read
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

/** Text that is not Unicode is Latin-1, like Retrosheet's older files. */
function textOf(bytes: Buffer): string {
  try {
    return unicodeText(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
