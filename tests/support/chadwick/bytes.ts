import type { ReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** How many bytes are read, and unpacked, at once. */
const chunkSize = 64 * 1024;
/** The first two bytes of a gzipped file. */
const gzipMark = 0x1f8b;

/** Opens a plain or gzipped file, whatever its name. The chunks are its bytes, unpacked. */
export async function openBytes(path: string, meter?: ByteMeter): Promise<Readable> {
  const handle = await open(path);
  const mark = Buffer.alloc(2);
  try {
    await handle.read(mark, 0, mark.length, 0);
  } catch (error) {
    await handle.close();
    throw error;
  }
  const file = handle.createReadStream({ start: 0, highWaterMark: chunkSize });
  meter?.watch(file);
  return mark.readUInt16BE() === gzipMark
    ? pipeline(file, createGunzip({ chunkSize }), reachesTheReader)
    : file;
}

/** Counts the bytes that were read of some files, as they lie on the disk. */
export class ByteMeter {
  #closed = 0;
  readonly #open = new Set<ReadStream>();

  get bytesRead(): number {
    return [...this.#open].reduce((sum, file) => sum + file.bytesRead, this.#closed);
  }

  watch(file: ReadStream): void {
    this.#open.add(file);
    file.once("close", () => {
      this.#open.delete(file);
      this.#closed += file.bytesRead;
    });
  }
}

/** A pipeline's failure is thrown where its last stream is read; its callback has nothing left to do. */
function reachesTheReader(): void {}
