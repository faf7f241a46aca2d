import { afterAll, beforeAll } from "vitest";
import { ReplicatedServer } from "../../support/replicated-server.js";
import { describeHosts } from "./suites/hosts.js";
import { describeLeftOut } from "./suites/left-out.js";
import { describeNoReplica } from "./suites/no-replica.js";
import { describeReader } from "./suites/reader.js";

// All suites on one pair of servers: starting them takes longer than most.
let server: ReplicatedServer;
const at = () => server;

beforeAll(async () => {
  server = await ReplicatedServer.create();
});
afterAll(() => server?.dispose());

describeReader(at);
describeNoReplica(at);
describeHosts(at);
describeLeftOut(at);
