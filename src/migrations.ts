export { type CheckOptions, checkSchema } from "./migrations/check.js";
export { type MigrateOptions, type MigrationStep, migrate, migrateDown } from "./migrations/migrate.js";
export { type MigrationStatus, migrationStatus, type Revision, stampRevision } from "./migrations/status.js";
