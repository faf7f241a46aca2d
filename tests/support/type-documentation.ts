import { fileURLToPath } from "node:url";
import { API, type Checker, type Symbol as Declared, SymbolFlags, type Type } from "typescript/unstable/sync";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A field or method of a type that an entry point exports. */
export interface Member {
  readonly type: string;
  readonly name: string;
  /** The file that declares it, from the project's folder on. */
  readonly file: string;
  /** What an editor shows of it, in one line: the text, and `@throws` and other tags. Empty when there is nothing. */
  readonly documentation: string;
}

const hasMembers = SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeAlias;

/** Every member of every type that an entry point exports, as the compiler knows it: those that the package declares itself. */
export function membersOf(entries: readonly string[]): Member[] {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProject: `${root}tsconfig.build.json` });
    const [project] = snapshot.getProjects();
    if (project === undefined) throw new Error("the project was not opened");
    const { checker, program } = project;
    return entries.flatMap((entry) => {
      const file = program.getSourceFile(`${root}src/${entry}.ts`);
      const module = file && checker.getSymbolAtLocation(file);
      if (module === undefined) throw new Error(`there is no entry point ${entry}`);
      return checker.getExportsOfModule(module).flatMap((exported) => membersOfExport(checker, exported));
    });
  } finally {
    api.close();
  }
}

function membersOfExport(checker: Checker, exported: Declared): Member[] {
  const isAlias = (exported.flags & SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
  if ((symbol.flags & hasMembers) === 0) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const file = fileOf(property);
    // Private names, and symbols such as `Symbol.asyncDispose`, have no documentation of their own.
    if (file === undefined || property.name.startsWith("__")) return [];
    const documentation =
      documentationOf(checker, property) || inheritedDocumentation(checker, type, property);
    return [{ type: exported.name, name: property.name, file, documentation }];
  });
}

function fileOf({ declarations, valueDeclaration }: Declared): string | undefined {
  const path = (valueDeclaration ?? declarations[0])?.path;
  return path?.startsWith(`${root}src/`) ? path.slice(root.length) : undefined;
}

function documentationOf(checker: Checker, symbol: Declared): string {
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => `@${name} ${text ?? ""}`);
  return [symbol.getDocumentationComment(checker), ...tags].join(" ").replaceAll(/\s+/g, " ").trim();
}

/** An overriding member shows what the base class says of it. */
function inheritedDocumentation(checker: Checker, type: Type, property: Declared): string {
  const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
  for (const base of bases) {
    const inherited = checker.getPropertyOfType(base, property.name);
    if (inherited === undefined) continue;
    const found = documentationOf(checker, inherited) || inheritedDocumentation(checker, base, inherited);
    if (found !== "") return found;
  }
  return "";
}
