import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigurationError } from "../errors/errors.js";

declare const __filename: string | undefined;

/**
 * Returns the path of a file or folder of this package that is not code, such as `migrations`. A bundle that contains this code
 * finds it in the installed package.
 *
 * @throws {ConfigurationError} when the package is not found from here
 */
export function packagePath(path: string): string {
  const folder = packageFolder();
  if (folder !== undefined) return join(folder, path);
  throw new ConfigurationError(
    `${path} of the package dugout is not found from ${ownPath() ?? "here"}. This program is a bundle that is not near the ` +
      "installed package. Install dugout where the bundle is (in a node_modules folder there or above), or keep dugout out of " +
      "the bundle (esbuild: --external:dugout). docs/bundling.md says more.",
  );
}

/** Returns the folder of this package: the one that contains this code, or the nearest installed one, for code in a bundle. */
export function packageFolder(): string | undefined {
  found ??= { folder: findPackage() };
  return found.folder;
}

let found: { readonly folder: string | undefined } | undefined;

function findPackage(): string | undefined {
  const own = ownPath();
  if (own === undefined) return undefined;
  for (let folder = dirname(own); ; folder = dirname(folder)) {
    const here = [folder, join(folder, "node_modules", "dugout")].find(isThisPackage);
    if (here !== undefined || folder === dirname(folder)) return here;
  }
}

function isThisPackage(folder: string): boolean {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return false;
  const { name } = JSON.parse(readFileSync(path, "utf8")) as { readonly name?: unknown };
  return name === "dugout";
}

/** The file of this code. In a bundle of CommonJS, `import.meta` is empty. */
function ownPath(): string | undefined {
  const { url } = import.meta as { readonly url?: string };
  if (url?.startsWith("file:")) return fileURLToPath(url);
  return typeof __filename === "string" ? __filename : undefined;
}

/**
 * Loads a package that looks for its files beside its code. Its name is a variable, so that bundlers do not include it.
 */
export function loadInstalled<Module>(name: string): Promise<Module> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name) as Promise<Module>;
}
