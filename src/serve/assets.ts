import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { packagePath } from "../connection/package-files.js";
import { ConfigurationError } from "../errors/errors.js";
import { style } from "./page/style.js";

/** A file of the page, whose name changes with its content, so that a browser may cache it for good. */
export interface Asset {
  readonly path: string;
  readonly text: string;
  readonly type: string;
}

export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  readonly worker: Asset;
}

/** @throws {ConfigurationError} if the page was not built */
export async function readAssets(): Promise<Assets> {
  const worker = asset("stream", await read("stream-worker.js"), "js");
  const script = asset(
    "page",
    (await read("page-script.js")).replaceAll("__STREAM_WORKER__", worker.path),
    "js",
  );
  return { style: asset("page", style, "css"), script, worker };
}

async function read(name: string): Promise<string> {
  try {
    return await readFile(packagePath(`dist/page/${name}`), "utf8");
  } catch (cause) {
    throw new ConfigurationError(
      `The scoreboard's script ${name} is missing: run "npm run build", or install the package again.`,
      { cause },
    );
  }
}

function asset(name: string, text: string, ending: "css" | "js"): Asset {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const type = ending === "css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  return { path: `/assets/${name}.${hash}.${ending}`, text, type };
}

/** A square on its corner: a base. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M16 2 30 16 16 30 2 16z" fill="#c1351b"/></svg>\n`;
