import { outliveReaders } from "../src/cli/output.js";
import { runProgram } from "../src/cli/run-program.js";
import { createMigrateTools } from "./migrate.js";

outliveReaders();
await runProgram(createMigrateTools());
