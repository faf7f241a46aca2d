import type pg from "pg";

/** A server was found that takes no writes, where one that does was asked for. */
export class NotWritable extends Error {
  override readonly name = "NotWritable";
}

const readOnlyTransaction = "25006";
const notSupported = "0A000";

/**
 * True for what a server says that takes no writes. In a transaction that was begun read-only it means only that.
 *
 * @param isBegin true for what it says to a BEGIN: of the modes that we ask for, only a standby does not support some
 */
export function isFromReadOnlyServer({ code, routine }: pg.DatabaseError, isBegin: boolean): boolean {
  if (code === readOnlyTransaction) return true;
  return code === notSupported && (isBegin || routine === "GetSerializableTransactionSnapshot");
}

/**
 * Tells whether a server takes writes, as libpq finds it out for `target_session_attrs=read-write`: since version 14 it
 * has reported that when it was connected to; an older one is asked.
 *
 * @param reported what it has reported of its settings
 * @param show asks it for a setting
 */
export async function isWritable(
  reported: ReadonlyMap<string, string>,
  show: (setting: string) => Promise<unknown>,
): Promise<boolean> {
  const [standby, readOnly] = ["in_hot_standby", "default_transaction_read_only"].map((name) =>
    reported.get(name),
  );
  if (standby !== undefined && readOnly !== undefined) return standby === "off" && readOnly === "off";
  return (await show("transaction_read_only")) === "off";
}
