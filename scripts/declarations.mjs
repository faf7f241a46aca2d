// Keeps only those of the compiler's declarations that an entry point needs: internal ones need packages that a user may not
// have installed, and are not part of the interface.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @param entries the files whose exports are public */
export function keepPublicDeclarations(folder, entries) {
  const files = new Map();
  const fileAt = (path) => {
    if (!files.has(path)) files.set(path, statementsOf(path));
    return files.get(path);
  };
  const kept = new Set();

  /** Keeps what a file exports under a name, whatever file declares it. */
  const keepExport = (path, name) => {
    for (const statement of fileAt(path)) {
      if (statement.from === undefined) {
        if (statement.names.includes(name)) keep(path, statement);
      } else if (statement.isExport && (statement.isAll || statement.names.includes(name))) {
        const target = targetOf(path, statement.from);
        const original = statement.originals?.get(name) ?? name;
        if (!statement.isAll) keep(path, statement);
        else if (target !== undefined && exportsOf(target).has(name)) kept.add(statement);
        if (target !== undefined) keepExport(target, original);
      }
    }
  };
  const exportsOf = (path) =>
    new Set(
      fileAt(path).flatMap(({ isExport, isAll, from, names }) => {
        if (!isExport) return [];
        const target = isAll ? targetOf(path, from) : undefined;
        return target === undefined ? names : [...exportsOf(target)];
      }),
    );
  const keep = (path, statement) => {
    if (kept.has(statement)) return;
    kept.add(statement);
    if (statement.from !== undefined) return;
    for (const [, from, name] of statement.text.matchAll(/import\("(\.[^"]+)"\)\.(\w+)/g)) {
      keepExport(targetOf(path, from), name);
    }
    const words = new Set(statement.code.match(/[A-Za-z_$][\w$]*/g));
    const values = new Set([...statement.code.matchAll(/\btypeof ([\w$]+)/g)].map(([, name]) => name));
    for (const other of fileAt(path)) {
      if (other.isExport && other.from !== undefined) continue;
      const used = other.names.filter((name) => (other.isValue ? values : words).has(name));
      if (used.length === 0) continue;
      const target = other.from === undefined ? undefined : targetOf(path, other.from);
      if (other.from === undefined) keep(path, other);
      else {
        kept.add(other);
        other.used = new Set([...(other.used ?? []), ...used]);
        if (target === undefined) continue;
        for (const name of used) {
          const original = other.originals?.get(name) ?? name;
          if (original === "*") for (const exported of exportsOf(target)) keepExport(target, exported);
          else keepExport(target, original);
        }
      }
    }
  };
  for (const entry of entries) for (const name of exportsOf(entry)) keepExport(entry, name);

  for (const path of readdirSync(folder, { recursive: true }).map((name) => join(folder, name))) {
    if (!path.endsWith(".d.ts")) continue;
    const statements = (files.get(path) ?? []).filter((statement) => kept.has(statement));
    if (statements.length === 0) rmSync(path);
    else writeFileSync(path, statements.map(textOf).join(""));
  }
}

/** The text of an import, with only the names that are used. */
function textOf({ text, from, isExport, names, used }) {
  if (from === undefined || isExport || used === undefined || !text.includes("{")) return text;
  const unused = names.filter((name) => !used.has(name));
  return text.replace(/\{[^}]*\}/, (list) => {
    const left = list
      .slice(1, -1)
      .split(",")
      .map((part) => part.trim())
      .filter(
        (part) =>
          part !== "" &&
          !unused.includes(
            part
              .replace(/^type /, "")
              .split(" as ")
              .at(-1),
          ),
      );
    return `{ ${left.join(", ")} }`;
  });
}

function targetOf(path, from) {
  if (!from.startsWith(".")) return undefined;
  const target = join(dirname(path), from.replace(/\.js$/, ".d.ts"));
  return existsSync(target) ? target : undefined;
}

/** The statements of a file of declarations, each with the comments before it. */
function statementsOf(path) {
  const statements = [];
  let text = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    text += `${line}\n`;
    const code = codeOf(text);
    if (code === "" || !isWhole(code)) continue;
    if (code !== "export {};") statements.push({ ...parsed(code), text });
    text = "";
  }
  return statements;
}

const codeOf = (text) => text.replace(/\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|^\s*\/\/.*$/gm, "").trim();

/** Classes and interfaces end with a brace, all other declarations with a semicolon. */
function isWhole(code) {
  const bare = code.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""').replaceAll("=>", "");
  const depth = (bare.match(/[{([<]/g)?.length ?? 0) - (bare.match(/[})\]>]/g)?.length ?? 0);
  return (
    depth === 0 &&
    (bare.endsWith(";") ||
      (bare.endsWith("}") &&
        /^(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:class|interface|enum|namespace)\b/.test(
          bare,
        )))
  );
}

function parsed(code) {
  const [, from] = /^(?:import|export)\b[^;]*?\bfrom "([^"]+)";$/.exec(code) ?? [];
  const isExport = code.startsWith("export ");
  if (from !== undefined || /^export (?:type )?\{/.test(code)) {
    const all = /^(?:import|export) (?:type )?\* as (\w+)/.exec(code);
    if (all) return { code, from, isExport, names: [all[1]], originals: new Map([[all[1], "*"]]) };
    if (/^export (?:type )?\*/.test(code)) return { code, from, isExport, isAll: true, names: [] };
    const [, fallback] = /^import (?:type )?(\w+)/.exec(code) ?? [];
    const parts = /\{([^}]*)\}/.exec(code)?.[1] ?? "";
    const pairs = parts
      .split(",")
      .map((part) => part.trim().replace(/^type /, ""))
      .filter((part) => part !== "")
      .map((part) => part.split(" as "));
    const names = pairs.map((pair) => pair.at(-1));
    const originals = new Map(pairs.map((pair) => [pair.at(-1), pair[0]]));
    return {
      code,
      from,
      isExport,
      originals,
      names: fallback === undefined || fallback === "type" ? names : [fallback, ...names],
    };
  }
  const [, kind, name] =
    /^(?:export )?(?:declare )?(?:abstract )?(const|let|function|class|interface|type|enum|namespace)\s+([\w$]+)/.exec(
      code,
    ) ?? [];
  if (name === undefined) throw new Error(`This declaration has no known form: ${code.slice(0, 200)}`);
  return { code, isExport, names: [name], isValue: ["const", "let", "function"].includes(kind) };
}
