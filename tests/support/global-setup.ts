import type { TestProject } from "vitest/node";
import { Database } from "../../src/index.js";
import { migrate } from "../../src/migrations.js";
import { PostgresServer } from "./postgres-server.js";
import { administer, databaseUrl, newDatabaseName } from "./server-databases.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The server that integration tests make their databases on. */
    serverUrl: string;
    /** A migrated database there, to be copied. */
    templateDatabase: string;
  }
}

/** Starts a server (or takes that of TEST_DATABASE_URL), and migrates a template there, once for the whole suite. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given === undefined ? await PostgresServer.create(["max_connections=200"]) : undefined;
  const serverUrl = given ?? (server as PostgresServer).url();
  const templateDatabase = newDatabaseName();
  try {
    await makeTemplate(serverUrl, templateDatabase);
  } catch (error) {
    // vitest calls what is returned here, and nothing when it throws.
    await server?.dispose();
    throw error;
  }
  project.provide("serverUrl", serverUrl);
  project.provide("templateDatabase", templateDatabase);
  return async () => {
    if (server === undefined) await administer(serverUrl, `drop database ${templateDatabase}`);
    await server?.dispose();
  };
}

async function makeTemplate(serverUrl: string, name: string): Promise<void> {
  await administer(serverUrl, `create database ${name}`);
  await using database = await Database.open(databaseUrl(serverUrl, name));
  await migrate(database);
}
