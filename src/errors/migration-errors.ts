import { DugoutError } from "./dugout-error.js";

/** A migration failed. The database is at the revision before it; `cause` is the error. */
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

/** The database is at a revision that this release does not contain: a newer one migrated it. Nothing was run. */
export class SchemaNewerError extends DugoutError {
  override readonly code = "SCHEMA_NEWER";
}

/** The database does not have this package's schema, or has a revision of it that this release does not contain. */
export class SchemaMissingError extends DugoutError {
  override readonly code = "SCHEMA_MISSING";
}
