import { DugoutError } from "./base.js";

/** A migration could not be run. The database is at the last good revision; `cause` tells what happened. */
export class MigrationFailedError extends DugoutError {
  override readonly code = "MIGRATION_FAILED";
}

/** The database has no schema of ours, or one that this release does not know. */
export class SchemaMissingError extends DugoutError {
  override readonly code = "SCHEMA_MISSING";
}
