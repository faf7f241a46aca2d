/** How strictly a transaction is kept apart from others, as PostgreSQL defines it. */
export type IsolationLevel = "read committed" | "repeatable read" | "serializable";

export interface TransactionOptions {
  /** Default: the server's own, `read committed` unless somebody changed it. */
  readonly isolation?: IsolationLevel;
  /** True for a transaction that must not write. */
  readonly readOnly?: boolean;
  /** True to wait until a serializable, read-only transaction can run without any risk of failure. */
  readonly deferrable?: boolean;
}

const levels: Readonly<Record<IsolationLevel, string>> = {
  "read committed": "read committed",
  "repeatable read": "repeatable read",
  serializable: "serializable",
};

/** The BEGIN statement for these options. */
export function beginStatement({ isolation, readOnly, deferrable }: TransactionOptions): string {
  const level = isolation === undefined ? undefined : levels[isolation];
  if (isolation !== undefined && level === undefined) {
    throw new TypeError(
      `isolation must be one of ${Object.keys(levels).join(", ")}; it is ${String(isolation)}`,
    );
  }
  const modes = [
    ...(level === undefined ? [] : [`isolation level ${level}`]),
    ...(readOnly === undefined ? [] : [readOnly ? "read only" : "read write"]),
    ...(deferrable === undefined ? [] : [deferrable ? "deferrable" : "not deferrable"]),
  ];
  return ["begin", modes.join(", ")].join(" ").trim();
}
