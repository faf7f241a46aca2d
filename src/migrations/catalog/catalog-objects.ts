/** The properties of every object of a schema. Names are as stored, without quotes. */
interface SchemaObject<Kind extends string> {
  readonly kind: Kind;
  /** The table or view that it belongs to and is dropped with; null for an independent object. */
  readonly table: string | null;
  readonly name: string;
  readonly comment: string | null;
}

export interface Table extends SchemaObject<"table"> {
  readonly form: "table" | "partitioned table" | "foreign table";
  readonly isUnlogged: boolean;
  readonly rowSecurity: "off" | "on" | "forced";
  /** The partition key of a partitioned table: `list (league_id)`. */
  readonly partitionBy: string | null;
  /** The tables that this one is a partition of, or inherits from. */
  readonly parents: string | null;
  /** The rows of its parent that a partition holds: `for values in ('pd')`. */
  readonly bound: string | null;
}

/** A column of a table, or of a view. */
export interface Column extends SchemaObject<"column"> {
  readonly table: string;
  readonly type: string;
  readonly nullability: "null" | "not null" | "not null not valid";
  /** Null if it is the type's own. */
  readonly collation: string | null;
  readonly default: string | null;
  readonly generated: Generation | null;
  readonly identity: Identity | null;
}

interface Generation {
  readonly expression: string;
  readonly storage: "stored" | "virtual";
  /** The columns that it is computed from. */
  readonly reads: readonly string[];
}

export interface Identity {
  readonly generated: "always" | "by default";
  readonly sequence: SequenceFacts;
}

/** The parameters of a sequence. Numbers are text, because they may exceed 2^53. */
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
  /** As in SQL, without NOT VALID. */
  readonly definition: string;
  readonly isValidated: boolean;
  /** False for a foreign key whose triggers are disabled. */
  readonly isEnforced: boolean;
  readonly columns: readonly string[];
  /** The target of a foreign key: the table, and the index of its key. */
  readonly references: { readonly table: string; readonly index: string } | null;
  /** The statement that would create the index of a key. */
  readonly index: string | null;
}

/** An index that does not belong to a constraint. */
export interface Index extends SchemaObject<"index"> {
  readonly table: string;
  readonly definition: string;
  /** False for an index that a failed CREATE INDEX CONCURRENTLY left behind. */
  readonly isValid: boolean;
  /** The columns that it contains, or that its expressions read. */
  readonly columns: readonly string[];
}

/** A sequence that does not belong to an identity column; `table` is its owner's, if it has one. */
export interface Sequence extends SchemaObject<"sequence"> {
  readonly facts: SequenceFacts;
  readonly isUnlogged: boolean;
  /** The column that owns it. */
  readonly owner: string | null;
}

export interface Type extends SchemaObject<"type"> {
  readonly form: "enum" | "domain" | "composite" | "range";
  /** An enum's labels, in order. */
  readonly labels: readonly string[];
  /** The definition of a type of another form. */
  readonly definition: string;
}

export interface View extends SchemaObject<"view" | "materialized view"> {
  readonly query: string;
  readonly options: string | null;
  /** The columns that it reads, of tables and of other views. */
  readonly reads: readonly { readonly table: string; readonly column: string }[];
}

/** An object that its definition describes completely. */
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

/** The objects of a schema. Columns are in the order of the table, all others in the order of their names. */
export type Catalog = readonly CatalogObject[];

/** An object's name as in SQL: `column plays.hit`, `constraint plays_pkey on plays`. */
export function titleOf({ kind, table, name }: Pick<CatalogObject, "kind" | "table" | "name">): string {
  if (kind === "column") return `column ${table}.${name}`;
  return table === null || kind === "index" || kind === "sequence"
    ? `${kind} ${name}`
    : `${kind} ${name} on ${table}`;
}
