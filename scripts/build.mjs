// Builds the package into dist/, or into the folder that --outdir names: the code as one bundle with an entry point each, its
// declarations, and the scoreboard's scripts. Does nothing if dist/ is newer than its sources.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "rolldown";
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
  transform: {
    filter: { id: /node_modules.commander.*\.js$/ },
    handler: (code) =>
      code.replace(/\brequire\('(node:\w+)'\)/g, "globalThis.process.getBuiltinModule('$1')"),
  },
};

/** Our schemas only check inputs. The part of zod that writes JSON Schema, a tenth of it, is left out. */
const zod = {
  name: "zod",
  transform: {
    filter: { id: /zod.v4.core.(?:to-json-schema|json-schema-processors)\.js$/ },
    handler: (code) =>
      [...code.matchAll(/^export (?:function|const|class) (\w+)/gm)]
        .map(([, name]) => `export const ${name} = () => {};`)
        .join("\n"),
  },
};

/** Classes keep their names, because errors are recognized by them and objects are printed with them. */
const classNames = {
  name: "class names",
  transform: {
    filter: { id: /\bsrc\b.*\.ts$/ },
    handler: (code) =>
      code.replace(
        /^(?:export )?(?:abstract )?class (\w+)[^{]*\{$/gm,
        (head, name) => `${head} static { Object.defineProperty(this, "name", { value: "${name}" }); }`,
      ),
  },
};

/**
 * Imports of Drizzle's entry points become imports of the files that they re-export, because loading time depends on the number
 * of files.
 */
const drizzleFiles = {
  name: "files of Drizzle",
  transform: {
    filter: { id: /\bsrc\b.*\.ts$/ },
    handler: (code) =>
      code.replace(/^import \{([^}]*)\} from "(drizzle-orm(?:\/pg-core)?)";$/gm, (_, names, entry) =>
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => name !== "" && !name.startsWith("type "))
          .map((name) => `import { ${name} } from "drizzle-orm/${drizzleFileOf(entry, name)}";`)
          .join(" "),
      ),
  },
};

const drizzle = {
  "drizzle-orm": filesByName("index.js"),
  "drizzle-orm/pg-core": filesByName("pg-core/index.js"),
};

function drizzleFileOf(entry, name) {
  const file = drizzle[entry].get(name.split(" as ")[0]);
  if (file === undefined) throw new Error(`Drizzle has no ${name} in ${entry}`);
  return file;
}

/** For each name that a file of Drizzle re-exports, the file that declares it. */
function filesByName(path, found = new Map()) {
  const text = readFileSync(join(root, "node_modules/drizzle-orm", path), "utf8");
  for (const [, names] of text.matchAll(/^export \{([^}]*)\};?$/gm))
    for (const name of names.split(",")) found.set(name.trim(), path.replace(/\.js$/, ""));
  for (const [, passed] of text.matchAll(/^export \* from "([^"]+)";?$/gm))
    filesByName(join(dirname(path), passed), found);
  return found;
}

/** The folders of the packages whose code is in the bundle. */
const bundled = new Set();
const collectBundled = {
  name: "bundled packages",
  generateBundle(_, files) {
    for (const { modules = {} } of Object.values(files))
      for (const id of Object.keys(modules)) {
        const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/")) ?? [];
        if (folder !== undefined) bundled.add(folder);
      }
  },
};

const stamp = join(dist, ".built");
if (options.force || !isCurrent()) {
  rmSync(dist, { recursive: true, force: true });
  declareTypes();
  await Promise.all([bundle(), bundlePage()]);
  writeFileSync(join(dist, "third-party-licenses.txt"), licensesOf([...bundled].sort()));
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
    // A folder's time changes when a file is added or removed.
    if (found.mtimeMs >= built) return false;
    return !found.isDirectory() || readdirSync(path).every((name) => isOlder(join(path, name)));
  };
  return made.every((path) => isOlder(join(root, path)));
}

/** Writes the declarations, and keeps those that an entry point needs. */
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
 * The bundle contains what only some users need, and what users never see: the command line's parser, the charts' curves, zod,
 * the parsers of PostgreSQL's types. Drizzle and pg are not in it, because users pass their objects to Dugout.
 */
async function bundle() {
  await build({
    cwd: root,
    input: Object.fromEntries([
      ...entries.map((entry) => [entry, `src/${entry}.ts`]),
      ["cli/main", "src/cli/main.ts"],
    ]),
    platform: "node",
    external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)].map(
      (name) => new RegExp(`^${name}(?:/|$)`),
    ),
    transform: { target: "node20.19" },
    plugins: [commander, zod, classNames, drizzleFiles, collectBundled],
    logLevel: "warn",
    output: {
      dir: dist,
      format: "esm",
      chunkFileNames: "chunks/[name]-[hash].js",
      minify: true,
      comments: { legal: false, jsdoc: false, annotation: true },
      codeSplitting: { groups: [group("rules", 2), group("index", 1)] },
    },
  });
}

/**
 * A chunk with everything that an entry point needs when it is loaded. By default, a bundler makes a chunk for each set of
 * modules that the same entry points need: dozens of small files, each of which takes time to load.
 */
function group(entry, priority) {
  const needed = new Set();
  const add = (id, context) => {
    if (needed.has(id)) return;
    needed.add(id);
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) add(next, context);
  };
  const name = (id, context) => {
    if (needed.size === 0) add(join(root, `src/${entry}.ts`), context);
    const isEntry = dirname(id) === join(root, "src");
    return needed.has(id) && !isEntry ? entry : null;
  };
  return { name, debugName: entry, priority };
}

/** The scripts of the scoreboard's page have no dependency left. */
async function bundlePage() {
  for (const script of ["page-script", "stream-worker"])
    await build({
      cwd: root,
      input: `src/serve/browser/${script}.ts`,
      platform: "browser",
      plugins: [collectBundled],
      transform: { target: "es2022" },
      logLevel: "warn",
      output: {
        file: join(dist, `page/${script}.js`),
        format: "esm",
        minify: true,
        comments: false,
        codeSplitting: false,
      },
    });
}

/** The licenses of the packages in the bundle, which must be distributed with the code. */
function licensesOf(folders) {
  const byText = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((found) => /^licen[cs]e/i.test(found));
    const text =
      file === undefined
        ? `License: ${license}. Author: ${author?.name ?? author}. The package has no file with the license's text.`
        : readFileSync(join(folder, file), "utf8").trim();
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`);
  return ["The code in this folder contains these packages:\n", ...parts].join(`\n${"-".repeat(80)}\n\n`);
}
