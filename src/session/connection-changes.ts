/** Statements whose effect stays on the connection after the transaction. What `set local` and similar ones set does not. */
const lastingStatements =
  /^(?:set\b(?!\s+(?:local|transaction|constraints)\b)|reset\b|listen\b|prepare\b|load\b|do\b.*?\b(?:set|reset|listen|load|execute)\b|declare\b.*?\bwith\s+hold\b)/is;
/** Functions whose effect stays on the connection, and objects of the schema for temporary ones. */
const lastingParts = /\bpg_(?:try_)?advisory_lock(?:_shared)?\b|\bpg_temp\b/i;
const temporary = /\b(?:create|into|replace)\s+(?:(?:local|global)\s+)?temp(?:orary)?\b/i;
const droppedOnCommit = /\bon\s+commit\s+drop\b/i;
const setting = /\bset_config\b/gi;
/** The last argument of `set_config`, which says whether the setting ends with the transaction. */
const scopeOfSetting = /,\s*(?:true|\$(\d+))(?:::bool(?:ean)?)?\s*\)/gi;

/**
 * True if a statement may change its connection beyond the transaction: settings, temporary objects, prepared statements,
 * cursors, locks. Only the text is examined: what a function of the database changes is not found, and a text that merely
 * looks like such a statement costs a new connection.
 *
 * @param statement the text without comments before it
 */
export function outlivesTransaction(statement: string, values: readonly unknown[]): boolean {
  if (lastingStatements.test(statement) || lastingParts.test(statement)) return true;
  if (temporary.test(statement) && !droppedOnCommit.test(statement)) return true;
  const settings = statement.match(setting)?.length ?? 0;
  if (settings === 0) return false;
  const local = [...statement.matchAll(scopeOfSetting)].filter(
    ([, parameter]) => parameter === undefined || values[Number(parameter) - 1] === true,
  );
  return local.length < settings;
}
