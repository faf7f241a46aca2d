// Compiles the tools, which are TypeScript and use the package's own sources, and runs them with the given options.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const inTools = (path) => fileURLToPath(new URL(path, import.meta.url));
await build({
  entryPoints: [inTools("main.ts")],
  // The output is as deep in the folders as the sources, because they find the migrations by their own path.
  outfile: inTools("build/main.mjs"),
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
await import(new URL("build/main.mjs", import.meta.url).href);
