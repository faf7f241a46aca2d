import { Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { Database } from "../../../src/index.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { fakeServer } from "../../support/silent-server.js";

it.each<[string, readonly unknown[][]]>([
  ["", [[true, 0]]],
  ["keepalives_idle=30", [[true, 30_000]]],
  ["keepalives=0", []],
])("a connection with %j keeps itself alive as it says", async (parameters, expected) => {
  const setKeepAlive = vi.spyOn(Socket.prototype, "setKeepAlive");
  await using server = await fakeServer((socket) => socket.destroy());
  const url = `postgresql://umpire@127.0.0.1:${server.port}/league?sslmode=disable&${parameters}`;
  await rejectionOf(Database.open(url));
  expect(setKeepAlive.mock.calls).toEqual(expected);
  setKeepAlive.mockRestore();
});
