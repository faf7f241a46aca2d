/** What everything in a schema has. Names are as they are stored, without quotes. */
interface SchemaObject<Kind extends string> {
  readonly kind: Kind;
  /** The table or view that it hangs on, and goes with; null for what stands alone. */
  readonly table: string | null;
  readonly name: string;
  readonly comment: string | null;
}

export interface Table extends SchemaObject<"table"> {
  readonly form: "table" | "partitioned table" | "foreign table";
  readonly isUnlogged: boolean;
  readonly rowSecurity: "off" | "on" | "forced";
  /** By what a partitioned table is cut: `list (league_id)`. */
  readonly partitionBy: string | null;
  /** The tables that this one is a part of, or inherits from. */
  readonly parents: string | null;
  /** Which rows of its parent a partition holds: `for values in ('pd')`. */
  readonly bound: string | null;
}

/** A column of a table, or of a view. */
export interface Column extends SchemaObject<"column"> {
  readonly table: string;
  readonly type: string;
  readonly nullability: "null" | "not null" | "not null not valid";
  /** Null when it is that of the type. */
  readonly collation: string | null;
  readonly default: string | null;
  readonly generated: Generation | null;
  readonly identity: Identity | null;
}

interface Generation {
  readonly expression: string;
  readonly storage: "stored" | "virtual";
  /** The columns that it is made from. */
  readonly reads: readonly string[];
}

export interface Identity {
  readonly generated: "always" | "by default";
  readonly sequence: SequenceFacts;
}

/** What a sequence does. Numbers are text: they may be beyond 2^53. */
export interface SequenceFacts {
  readonly name: string;
  readonly type: string;
  readonly increment: string;
  readonly smallest: string;
  readonly largest: string;
  readonly start: string;
  readonly cache: string;
  readonly isCycling: boolean;
}

export interface Constraint extends SchemaObject<"constraint"> {
  readonly table: string;
  readonly type: "primary key" | "unique" | "check" | "foreign key" | "exclusion";
  /** As SQL has it, without NOT VALID. */
  readonly definition: string;
  readonly isValidated: boolean;
  /** False for a foreign key whose triggers somebody has switched off. */
  readonly isEnforced: boolean;
  readonly columns: readonly string[];
  /** What a foreign key leads to: the table, and the index of the key there. */
  readonly references: { readonly table: string; readonly index: string } | null;
  /** The statement that would make the index behind a key. */
  readonly index: string | null;
}

/** An index that is not a constraint's own. */
export interface Index extends SchemaObject<"index"> {
  readonly table: string;
  readonly definition: string;
  /** False for what a broken CREATE INDEX CONCURRENTLY left behind. */
  readonly isValid: boolean;
  /** The columns that it holds, or that its expressions read. */
  readonly columns: readonly string[];
}

/** A sequence that is not an identity column's; `table` is its owner's, where it has one. */
export interface Sequence extends SchemaObject<"sequence"> {
  readonly facts: SequenceFacts;
  readonly isUnlogged: boolean;
  /** The column that it goes with. */
  readonly owner: string | null;
}

export interface Type extends SchemaObject<"type"> {
  readonly form: "enum" | "domain" | "composite" | "range";
  /** An enum's labels, in order. */
  readonly labels: readonly string[];
  /** What a type of another form is made of. */
  readonly definition: string;
}

export interface View extends SchemaObject<"view" | "materialized view"> {
  readonly query: string;
  readonly options: string | null;
  /** The columns that it reads, of tables and of other views. */
  readonly reads: readonly { readonly table: string; readonly column: string }[];
}

/** Whatever its definition tells all about. */
interface Defined
  extends SchemaObject<
    | "trigger"
    | "rule"
    | "policy"
    | "statistics object"
    | "function"
    | "procedure"
    | "aggregate"
    | "operator"
    | "operator class"
    | "operator family"
    | "collation"
    | "conversion"
    | "text search configuration"
    | "text search dictionary"
    | "text search parser"
    | "text search template"
  > {
  readonly definition: string;
}

export type CatalogObject = Table | Column | Constraint | Index | Sequence | Type | View | Defined;

/** What a schema is made of. Columns are in their order; all else is in that of its name. */
export type Catalog = readonly CatalogObject[];

/** What a thing is called, in the words of SQL: `column plays.hit`, `constraint plays_pkey on plays`. */
export function titleOf({ kind, table, name }: Pick<CatalogObject, "kind" | "table" | "name">): string {
  if (kind === "column") return `column ${table}.${name}`;
  return table === null || kind === "index" || kind === "sequence"
    ? `${kind} ${name}`
    : `${kind} ${name} on ${table}`;
}
