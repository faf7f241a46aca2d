import { DugoutError } from "./dugout-error.js";

/** A migration could not be run. The database is at the last good revision; `cause` is the error that stopped it. */
export class MigrationFailedError extends DugoutError {
  override readonly code = "MIGRATION_FAILED";
}

/** A migration file, or the folder of migrations, is invalid. Nothing was run; `details.problems` lists all. */
export class MigrationFileError extends DugoutError {
  override readonly code = "MIGRATION_FILE";
}

/**
 * The database's history of applied migrations does not match the migration files: a file was edited, or one was left out.
 * Nothing was run; `details.problems` lists all.
 */
export class MigrationHistoryError extends DugoutError {
  override readonly code = "MIGRATION_HISTORY";
}

/** No migration has this name or number. */
export class RevisionNotFoundError extends DugoutError {
  override readonly code = "REVISION_NOT_FOUND";
}

/** The database is at a revision that this release does not know: it was migrated by a newer one. Nothing was run. */
export class SchemaNewerError extends DugoutError {
  override readonly code = "SCHEMA_NEWER";
}

/** The database does not have this package's schema, or has one that this release does not know. */
export class SchemaMissingError extends DugoutError {
  override readonly code = "SCHEMA_MISSING";
}
