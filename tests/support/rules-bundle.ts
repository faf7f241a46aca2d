import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readSources } from "./source-imports.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * All of `src/rules/` as one script for a browser, which puts what `dugout/rules` exports into the global `rules`, with the
 * files that went into it. Nothing is external: what the rules import of Node makes the build fail, and a package is a file.
 */
export async function bundleRules(): Promise<{ readonly script: string; readonly files: readonly string[] }> {
  const others = (await readSources()).map(({ path }) => path).filter((path) => path.startsWith("rules/"));
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: [
        'export * from "./src/rules.js";',
        ...others.map((path, index) => `export * as file${index} from "./src/${path.replace(/ts$/, "js")}";`),
      ].join("\n"),
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "rules",
    target: "es2023",
    treeShaking: false,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const files = Object.keys(metafile.inputs).filter((path) => path !== "<stdin>");
  return { script: (outputFiles[0] as (typeof outputFiles)[number]).text, files };
}

/** A script that scores an event in a game, and returns the play, the state and the game after it as JSON. */
export const scoringScript = (game: unknown, event: string) => `(() => {
  const game = ${JSON.stringify(game)};
  const { play, state } = rules.scorePlay(game, ${JSON.stringify(event)});
  return JSON.stringify({ play, state, after: rules.applyPlay(game, play) });
})()`;
