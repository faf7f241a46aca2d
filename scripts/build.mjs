// Builds the package into dist/, or into the folder that --outdir names: the code as one bundle with an entry point each,
// its declarations, and the scoreboard's scripts. Does nothing where dist/ is newer than what it is made from.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { keepPublicDeclarations } from "./declarations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values: options } = parseArgs({
  options: { outdir: { type: "string" }, force: { type: "boolean" } },
});
const dist = options.outdir ?? join(root, "dist");
const { exports, dependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const entries = Object.keys(exports)
  .filter((name) => name !== "./package.json")
  .map((name) => (name === "." ? "index" : name.slice(2)));

/** Commander is CommonJS, and the bundle is not: its requires of Node's own modules are written as what works in both. */
const commander = {
  name: "commander",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules.commander.*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(
        /\brequire\('(node:\w+)'\)/g,
        "globalThis.process.getBuiltinModule('$1')",
      ),
    }));
  },
};

/** Our schemas check inputs, and are never written as JSON Schema: what does that is a tenth of zod. */
const zod = {
  name: "zod",
  setup({ onLoad }) {
    onLoad({ filter: /zod.v4.core.(?:to-json-schema|json-schema-processors)\.js$/ }, ({ path }) => {
      const exported = readFileSync(path, "utf8").matchAll(/^export (?:function|const|class) (\w+)/gm);
      return { contents: [...exported].map(([, name]) => `export const ${name} = () => {};`).join("\n") };
    });
  },
};

/** Classes keep their names: errors are known by theirs, and objects are printed with theirs. */
const classNames = {
  name: "class names",
  setup({ onLoad }) {
    onLoad({ filter: /src.*\.ts$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "ts", target: "node20.19" });
      const named = /^(\s*)(export )?class (\w+)( extends [^{]+)? \{$/gm;
      return {
        contents: code.replace(
          named,
          (head, _, __, name) =>
            `${head} static { Object.defineProperty(this, "name", { value: "${name}" }); }`,
        ),
      };
    });
  },
};

const stamp = join(dist, ".built");
if (options.force || !isCurrent()) {
  rmSync(dist, { recursive: true, force: true });
  declareTypes();
  await Promise.all([bundle(), bundlePage()]);
  chmodSync(join(dist, "cli/main.js"), 0o755);
  writeFileSync(stamp, "");
}

function isCurrent() {
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  const made = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts",
    "src",
  ];
  const isOlder = (path) => {
    const found = statSync(path);
    // A folder changes when a file in it comes or goes.
    if (found.mtimeMs >= built) return false;
    return !found.isDirectory() || readdirSync(path).every((name) => isOlder(join(path, name)));
  };
  return made.every((path) => isOlder(join(root, path)));
}

/** Writes the declarations, and keeps those that an entry point leads to. */
function declareTypes() {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const given = ["-p", join(root, "tsconfig.build.json"), "--outDir", dist];
  const { status } = spawnSync(process.execPath, [compiler, ...given], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  keepPublicDeclarations(
    dist,
    entries.map((entry) => join(dist, `${entry}.d.ts`)),
  );
  removeEmptyFolders(dist);
}

function removeEmptyFolders(folder) {
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    removeEmptyFolders(join(folder, name));
    if (readdirSync(join(folder, name)).length === 0) rmSync(join(folder, name), { recursive: true });
  }
}

/**
 * What only some need, and what nobody outside sees, is in the bundle: the command line's parser, the charts' curves, zod.
 * Drizzle and pg are not: users give their objects to ours.
 */
async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([
      ...entries.map((entry) => [entry, `src/${entry}.ts`]),
      ["cli/main", "src/cli/main.ts"],
    ]),
    outdir: dist,
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [commander, zod, classNames],
  });
}

/** The scripts of the scoreboard's page have no dependency left. */
async function bundlePage() {
  mkdirSync(join(dist, "page"), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ["src/serve/browser/page-script.ts", "src/serve/browser/stream-worker.ts"],
    outdir: relative(root, join(dist, "page")),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  });
}
