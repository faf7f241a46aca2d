// Builds the documentation as a website in site/dist: the pages of docs/, and an API reference of each entry point, made
// from the comments in the code. A dead link fails the build.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
const { exports, repository } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

/** The longest type that is shown, in characters. The types of tables would be pages long. */
const longestType = 1_500;

install();
rmSync(`${site}pages`, { recursive: true, force: true });
mkdirSync(`${site}pages`);
copyPages();
makeReference();
run("vitepress", ["build"]);
console.log("The website is in site/dist.");

/** Installs what is needed here, once for each lockfile. */
function install() {
  const lock = readFileSync(`${site}package-lock.json`, "utf8");
  const installed = `${site}node_modules/.installed-lock`;
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(installed, lock);
}

/** Pages outside of docs/ that are also on the site, and their names there. */
function otherPages() {
  return {
    "README.md": "overview.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
  };
}

function copyPages() {
  cpSync(`${root}docs/images`, `${site}pages/images`, { recursive: true });
  for (const name of readdirSync(`${root}docs`).filter((file) => file.endsWith(".md")))
    copyPage(`docs/${name}`, name);
  for (const [from, to] of Object.entries(otherPages())) copyPage(from, to);
}

function copyPage(from, to) {
  const text = readFileSync(root + from, "utf8");
  const linked = text.replace(/\]\(([^)\s]+)\)/g, (link, target) => {
    if (/^(?:[a-z]+:|#)/.test(target)) return link;
    const [path, anchor] = target.split("#");
    return `](${addressOf(posix.join(posix.dirname(from), path))}${anchor ? `#${anchor}` : ""})`;
  });
  writeFileSync(`${site}pages/${to}`, linked);
}

/** The address of a repository's file on the site. */
function addressOf(path) {
  const page = path.startsWith("docs/") ? path.slice("docs/".length) : otherPages()[path];
  if (page !== undefined) return `./${page}`;
  const url = (repository?.url ?? repository ?? "https://github.com/OWNER/dugout").replace(
    /^git\+|\.git$/g,
    "",
  );
  return `${url}/blob/main/${path}`;
}

/** One page for each entry point of the package. */
function makeReference() {
  const entryPoints = Object.values(exports)
    .map(({ types }) => types)
    .filter((types) => types !== undefined)
    .map((types) => `../${types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts")}`);
  const options = {
    entryPoints,
    tsconfig: "../tsconfig.json",
    plugin: ["typedoc-plugin-markdown"],
    out: "pages/api",
    router: "module",
    ...{
      readme: "none",
      disableSources: true,
      excludeInternal: true,
      excludePrivate: true,
      excludeExternals: true,
    },
    ...{ skipErrorChecking: true, hideBreadcrumbs: true, hidePageHeader: true, sanitizeComments: true },
    ...{ useCodeBlocks: true, parametersFormat: "table", interfacePropertiesFormat: "table" },
    ...{ entryFileName: "modules", logLevel: "Error", name: "API reference" },
  };
  writeFileSync(`${site}typedoc.json`, JSON.stringify(options, null, 2));
  try {
    run("typedoc", ["--options", "typedoc.json"]);
  } finally {
    rmSync(`${site}typedoc.json`);
  }
  for (const name of readdirSync(`${site}pages/api`)) {
    const text = readFileSync(`${site}pages/api/${name}`, "utf8");
    const title = name === "index.md" ? "dugout" : `dugout/${name.slice(0, -".md".length)}`;
    writeFileSync(
      `${site}pages/api/${name}`,
      text
        .replace(/^# \w+$/m, `# ${title}`)
        .replace(/```ts\n[\s\S]*?\n```/g, (block) =>
          block.length < longestType ? block : `${block.split("\n", 2).join("\n")} …\n\`\`\``,
        ),
    );
  }
}

function run(program, given) {
  const command = program === "npm" ? "npm" : `${site}node_modules/.bin/${program}`;
  const { status } = spawnSync(command, given, {
    cwd: site,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${program} ${given.join(" ")} ended with ${status}`);
}
