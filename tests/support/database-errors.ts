import pg from "pg";

/** An error as PostgreSQL sends it, for tests without a PostgreSQL. */
export function databaseError(
  fields: { code: string; message?: string } & Partial<
    Pick<pg.DatabaseError, "severity" | "constraint" | "routine" | "table">
  >,
): pg.DatabaseError {
  const { message = "raw words", severity = "ERROR", ...rest } = fields;
  return Object.assign(new pg.DatabaseError(message, message.length, "error"), { severity, ...rest });
}

/** A violated constraint as a distributed PostgreSQL sends it: named only in the message, and with a shard's number. */
export function shardError(code: string, constraint: string): pg.DatabaseError {
  const message = `new row for relation "t_102008" violates constraint "${constraint}_102008"`;
  return databaseError({ code, message });
}
