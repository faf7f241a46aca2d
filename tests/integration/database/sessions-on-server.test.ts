import { onServer } from "../../support/places.js";
import { describeCommitOnce } from "./suites/commit-once.js";
import { describeDrizzleQueries } from "./suites/drizzle-queries.js";
import { describeSessionScope } from "./suites/session-scope.js";

const at = onServer();
describeCommitOnce(at);
describeSessionScope(at);
describeDrizzleQueries(at);
