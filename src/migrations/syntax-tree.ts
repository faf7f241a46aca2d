import type { Node } from "libpg-query";

/** A kind of node, such as `CreateStmt`. */
type Kind<Tree = Node> = Tree extends Node ? keyof Tree : never;
type NodeOf<Name extends Kind> = Extract<Node, Record<Name, unknown>>[Name];

/** The node, if it is of this kind. */
export function as<Name extends Kind>(tree: Node | undefined, kind: Name): NodeOf<Name> | undefined {
  return (tree as Partial<Record<Kind, unknown>> | undefined)?.[kind] as NodeOf<Name> | undefined;
}

/** The nodes of this kind. */
export function allOf<Name extends Kind>(trees: readonly Node[] | undefined, kind: Name): NodeOf<Name>[] {
  return (trees ?? []).flatMap((tree) => as(tree, kind) ?? []);
}

/** All nodes of this kind, at any depth. */
export function findAll<Name extends Kind>(tree: unknown, kind: Name): NodeOf<Name>[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(key === kind ? [value as NodeOf<Name>] : []),
    ...findAll(value, kind),
  ]);
}

/** The strings of a list: names of columns, or the parts of a qualified name. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return allOf(nodes, "String").map(({ sval = "" }) => sval);
}

/** True if an option in parentheses is present and not switched off. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return allOf(options, "DefElem").some(
    ({ defname, arg }) =>
      defname === name &&
      !["false", "off", "0"].includes(
        String(as(arg, "String")?.sval ?? as(arg, "Integer")?.ival ?? "on").toLowerCase(),
      ),
  );
}
