export { type CheckOptions, checkSchema } from "./migrations/check-schema.js";
export { type MigrateOptions, type MigrationStep, migrate, migrateDown } from "./migrations/migrate.js";
export {
  type MigrationStatus,
  migrationStatus,
  type Revision,
  stampRevision,
} from "./migrations/migration-status.js";
