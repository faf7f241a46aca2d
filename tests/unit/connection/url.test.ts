import { describe, expect, test } from "vitest";
import {
  defaultOptions,
  type EmbeddedSettings,
  type ServerSettings,
} from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { ConfigurationError } from "../../../src/errors/errors.js";

const server = (url: string) => parseDatabaseUrl(url, {}, {}) as ServerSettings;
const place = ({ hosts, user, password, database }: ServerSettings) => ({
  ...hosts[0],
  user,
  password,
  database,
});
const nowhere = {
  host: "localhost",
  port: 5432,
  user: undefined,
  password: undefined,
  database: undefined,
};

test("a complete URL yields its parts, and defaults for the rest", () => {
  expect(server("postgresql://umpire:strike3@db.example.org:5433/league")).toEqual({
    kind: "server",
    hosts: [{ host: "db.example.org", port: 5433 }],
    user: "umpire",
    password: "strike3",
    database: "league",
    transport: {
      tlsFiles: {},
      tlsVersions: {},
      negotiation: "postgres",
      channelBinding: "prefer",
      authentication: undefined,
      keepAlive: true,
      keepAliveDelay: undefined,
      shuffleHosts: false,
      passwordFile: undefined,
    },
    sessionParameters: {},
    startupOptions: "",
    options: defaultOptions,
  });
});

test.each(["postgresql", "postgres", "postgresql+asyncpg", "POSTGRESQL", "postgresql+AsyncPG"])(
  "%s:// is a server's scheme",
  (scheme) => {
    expect(place(server(`${scheme}://u:p@h:1/d`))).toMatchObject({ host: "h", port: 1, database: "d" });
  },
);

test.each<[string, string, object]>([
  ["a host alone", "postgresql://h", { host: "h" }],
  ["nothing but a scheme", "postgresql://", {}],
  ["a database alone", "postgresql:///d", { database: "d" }],
  ["a user without a password", "postgresql://u@h/d", { user: "u", host: "h", database: "d" }],
  ["an empty password", "postgresql://u:@h/d", { user: "u", host: "h", database: "d" }],
  [
    "an IPv6 address",
    "postgresql://[2001:db8::7]:5433/d",
    { host: "2001:db8::7", port: 5433, database: "d" },
  ],
  ["an IPv6 address without a port", "postgresql://u@[::1]/d", { user: "u", host: "::1", database: "d" }],
  ["spaces around it", "  postgresql://h/d\n", { host: "h", database: "d" }],
  ["a socket's folder as host", "postgresql://%2Fvar%2Frun/d", { host: "/var/run", database: "d" }],
  ["a socket's folder as parameter", "postgresql:///d?host=/var/run", { host: "/var/run", database: "d" }],
  [
    "a user, a password and a socket's folder as parameter",
    "postgresql://u:p@/d?host=/cloudsql/p:r:i",
    { user: "u", password: "p", host: "/cloudsql/p:r:i", database: "d" },
  ],
  [
    "host and port as parameters",
    "postgresql:///d?host=h&port=6000",
    { host: "h", port: 6000, database: "d" },
  ],
  ["a host as parameter beside one in place", "postgresql://a/d?host=b", { host: "b", database: "d" }],
])("%s is read", (_, url, parts) => {
  expect(place(server(url))).toEqual({ ...nowhere, ...parts });
});

describe("several hosts", () => {
  test.each<[string, object[]]>([
    [
      "postgresql://u:p@one:5433,two,[::1]:7/d",
      [
        { host: "one", port: 5433 },
        { host: "two", port: 5432 },
        { host: "::1", port: 7 },
      ],
    ],
    [
      "postgresql://u:p,q@one,two/d?port=6000",
      [
        { host: "one", port: 6000 },
        { host: "two", port: 6000 },
      ],
    ],
    [
      "postgresql:///d?host=one,/var/run&port=1,2",
      [
        { host: "one", port: 1 },
        { host: "/var/run", port: 2 },
      ],
    ],
    [
      "postgresql://one,two/d?hostaddr=10.0.0.1,10.0.0.2",
      [
        { host: "one", port: 5432, address: "10.0.0.1" },
        { host: "two", port: 5432, address: "10.0.0.2" },
      ],
    ],
  ])("of %s are read", (url, hosts) => {
    expect(server(url).hosts).toEqual(hosts);
  });

  test.each([
    "postgresql://one,two:port/d",
    "postgresql://one,two/d?port=1,2,3",
    "postgresql://one,two/d?hostaddr=10.0.0.1",
  ])("of %s are refused", (url) => {
    expect(() => server(url)).toThrow(ConfigurationError);
  });
});

test("user, password and database are percent-decoded", () => {
  const settings = server("postgresql://u%40x:p%3A%2F%3F%23%5B%5D%40%25%20%C3%A9@h/d%2Fe");
  expect(place(settings)).toMatchObject({ user: "u@x", password: "p:/?#[]@% é", database: "d/e" });
});

describe("an embedded database's URL", () => {
  const folder = (url: string) => (parseDatabaseUrl(url) as EmbeddedSettings).folder;

  test.each([
    ["pglite:./season", "./season"],
    ["pglite:season", "season"],
    ["pglite:/var/lib/season", "/var/lib/season"],
    ["pglite:///var/lib/season", "/var/lib/season"],
    ["pglite://./season", "./season"],
    ["pglite:./memory", "./memory"],
    [" pglite:./with space ", "./with space"],
  ])("%s is a folder's", (url, expected) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ kind: "embedded", options: defaultOptions });
    expect(folder(url)).toBe(expected);
  });

  test("is pglite:memory for one in memory", () => {
    expect(parseDatabaseUrl("pglite:memory").kind).toBe("embedded");
    expect(folder("pglite:memory")).toBeNull();
  });

  test("takes options", () => {
    expect(parseDatabaseUrl("pglite:memory", { connectTimeout: 7 }).options.connectTimeout).toBe(7);
  });
});
