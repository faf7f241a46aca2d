import { expect, it } from "vitest";
import { requestCancel } from "../../../src/connection/cancel-request.js";
import { strangers } from "../../support/mutations.js";
import { fakeServer } from "../../support/silent-server.js";

const cancellable = { host: "127.0.0.1", ssl: false, sslNegotiation: "postgres", processID: 1, secretKey: 2 };

it.each(Object.entries(strangers))(
  "a cancel request that is answered with %s ends its connection, and nothing else",
  async (_, answer) => {
    let hungUp = () => {};
    const closed = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    await using server = await fakeServer((socket) => {
      socket.on("close", hungUp);
      socket.write(answer);
    });
    await expect(requestCancel({ ...cancellable, port: server.port })).resolves.toBeUndefined();
    await closed;
  },
);
