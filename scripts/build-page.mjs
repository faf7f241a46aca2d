// Bundles the scripts of the scoreboard's page into dist/page: they have no dependency left then.
import { build } from "esbuild";

await build({
  entryPoints: ["src/serve/browser/page-script.ts", "src/serve/browser/stream-worker.ts"],
  outdir: "dist/page",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
