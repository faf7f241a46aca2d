import type pg from "pg";

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
