import type pg from "pg";

/** A server was found that takes no writes, where one that does was asked for. */
export class NotWritable extends Error {
  override readonly name = "NotWritable";
}

const readOnlyTransaction = "25006";
/** Beside that, what a standby says to who begins a transaction, or takes a lock, that only a primary can have. */
const onStandby: Readonly<Record<string, RegExp>> = {
  "0A000": /^(?:check_(?:transaction_read_only|XactReadOnly|transaction_isolation|XactIsoLevel))$/,
  "55000": /^(?:LockAcquireExtended|PreventCommandDuringRecovery)$/,
};

/** True for what a server says that takes no writes. In a transaction that was begun read-only it means only that. */
export function isFromReadOnlyServer(error: pg.DatabaseError): boolean {
  if (error.code === readOnlyTransaction) return true;
  return onStandby[error.code ?? ""]?.test(error.routine ?? "") ?? false;
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
