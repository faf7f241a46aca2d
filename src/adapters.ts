export { type DrizzleTransaction, fromDrizzle } from "./adapters/drizzle.js";
export { fromKnex, type KnexTransaction } from "./adapters/knex.js";
export { fromKysely, type KyselyTransaction } from "./adapters/kysely.js";
export { fromPg, type PgClient } from "./adapters/pg.js";
export { fromPrisma, type PrismaTransaction } from "./adapters/prisma.js";
export type { Executor } from "./session/executor.js";
