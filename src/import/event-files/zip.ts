import type { FileHandle } from "node:fs/promises";
import { crc32, inflateRawSync } from "node:zlib";

/** One file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Compressed, in bytes. */
  readonly size: number;
  /** @throws {Error} if it is damaged or compressed in an unsupported way */
  read(): Promise<Buffer>;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
/** The end record and the longest comment after it. */
const longestEnd = 22 + 0xffff;
const mostEntries = 65_534;
/** Longer than any text file of a season: an archive that claims more must not fill the memory. */
const largestFile = 64 * 1024 * 1024;
const stored = 0;
const deflated = 8;

/**
 * Lists the files of a zip archive from its central directory.
 *
 * @throws {Error} if it is not a zip archive, or has more than 65,534 files or 4 GB
 */
export async function zipEntries(handle: FileHandle): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  const tail = await bytesAt(handle, Math.max(0, size - longestEnd), Math.min(size, longestEnd));
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end === -1 || end + 22 > tail.length || tail.readUInt32LE(end) !== endOfDirectory)
    throw new Error("it is not a zip archive, or was cut off");
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > mostEntries || start === 0xffffffff) throw new Error("the zip archive is too large");
  const directory = await bytesAt(handle, start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== directoryEntry)
      throw new Error("its central directory is damaged");
    entries.push(entryAt(handle, directory, at));
    at +=
      46 +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  return entries.filter(({ name }) => !name.endsWith("/"));
}

function entryAt(handle: FileHandle, directory: Buffer, at: number): ZipEntry {
  const flags = directory.readUInt16LE(at + 8);
  const method = directory.readUInt16LE(at + 10);
  const checksum = directory.readUInt32LE(at + 16);
  const size = directory.readUInt32LE(at + 20);
  const fullSize = directory.readUInt32LE(at + 24);
  const offset = directory.readUInt32LE(at + 42);
  const name = directory.toString("utf8", at + 46, at + 46 + directory.readUInt16LE(at + 28));
  const read = async () => {
    if ((flags & 1) !== 0) throw new Error("it is encrypted");
    if (method !== stored && method !== deflated)
      throw new Error(`compression method ${method} is not supported`);
    if (fullSize > largestFile) throw new Error(`it is larger than ${largestFile / 1024 / 1024} MB`);
    const header = await bytesAt(handle, offset, 30);
    if (header.readUInt32LE(0) !== localHeader) throw new Error("its header in the archive is damaged");
    const data = await bytesAt(handle, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), size);
    const bytes = method === stored ? data : inflateRawSync(data, { maxOutputLength: largestFile });
    if (bytes.length !== fullSize || crc32(bytes) !== checksum) throw new Error("its checksum is wrong");
    return bytes;
  };
  return { name, size, read };
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead < length) throw new Error("the archive was cut off");
  return bytes;
}
