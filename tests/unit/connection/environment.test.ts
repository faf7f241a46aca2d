import { describe, expect, test } from "vitest";
import type { Environment } from "../../../src/connection/environment.js";
import { sessionSettings } from "../../../src/connection/session-settings.js";
import type { ServerSettings } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { ConfigurationError } from "../../../src/errors/errors.js";
import { thrownBy } from "../../support/sample-inputs.js";

const read = (environment: Environment, url = "postgresql://") =>
  parseDatabaseUrl(url, {}, environment) as ServerSettings;

test("libpq's variables fill in what the URL leaves open", () => {
  const settings = read({
    PGHOST: "one,two",
    PGPORT: "6000,",
    PGHOSTADDR: "10.0.0.1,10.0.0.2",
    PGUSER: "umpire",
    PGPASSWORD: "strike3",
    PGDATABASE: "league",
  });
  expect(settings).toMatchObject({
    hosts: [
      { host: "one", port: 6000, address: "10.0.0.1" },
      { host: "two", port: 5432, address: "10.0.0.2" },
    ],
    user: "umpire",
    password: "strike3",
    database: "league",
  });
});

test("the URL wins over the environment, part by part", () => {
  const environment = {
    PGHOST: "x",
    PGPORT: "1",
    PGUSER: "x",
    PGPASSWORD: "x",
    PGDATABASE: "x",
    PGSSLMODE: "disable",
  };
  const settings = read(environment, "postgresql://umpire:strike3@h:5433/league?sslmode=require");
  expect(settings).toMatchObject({
    hosts: [{ host: "h", port: 5433 }],
    user: "umpire",
    password: "strike3",
    database: "league",
    options: { ssl: "require" },
  });
  expect(read(environment, "postgresql://h/league").hosts).toEqual([{ host: "h", port: 1 }]);
});

test.each<[string, string, object]>([
  ["PGSSLMODE", "verify-full", { options: { ssl: "verify-full" } }],
  ["PGSSLROOTCERT", "/ca", { transport: { tlsFiles: { rootCertificate: "/ca" } } }],
  ["PGSSLCERT", "/c", { transport: { tlsFiles: { certificate: "/c" } } }],
  ["PGSSLKEY", "/k", { transport: { tlsFiles: { key: "/k" } } }],
  ["PGSSLCRL", "/r", { transport: { tlsFiles: { revocationList: "/r" } } }],
  ["PGSSLMINPROTOCOLVERSION", "TLSv1.3", { transport: { tlsVersions: { minVersion: "TLSv1.3" } } }],
  ["PGSSLMAXPROTOCOLVERSION", "TLSv1.2", { transport: { tlsVersions: { maxVersion: "TLSv1.2" } } }],
  ["PGCHANNELBINDING", "require", { transport: { channelBinding: "require" } }],
  ["PGREQUIREAUTH", "scram-sha-256", { transport: { authentication: new Set(["scram-sha-256"]) } }],
  ["PGTARGETSESSIONATTRS", "read-write", { options: { targetSessionAttrs: "read-write" } }],
  ["PGLOADBALANCEHOSTS", "random", { transport: { shuffleHosts: true } }],
  ["PGPASSFILE", "/p", { transport: { passwordFile: "/p" } }],
  ["PGCONNECT_TIMEOUT", "3", { options: { connectTimeout: 3_000 } }],
  ["PGAPPNAME", "scoreboard", { options: { applicationName: "scoreboard" } }],
  ["PGGEQO", "off", { sessionParameters: { geqo: "off" } }],
  ["PGOPTIONS", "-c search_path=app", { sessionParameters: { search_path: "app" } }],
  ["PGTZ", "UTC", {}],
  ["PGDATESTYLE", "ISO", {}],
  ["PGCLIENTENCODING", "UTF8", {}],
  ["PGGSSENCMODE", "prefer", {}],
  ["PGSSLSNI", "1", {}],
  ["PGSERVICE", "", {}],
])("%s=%s is honored", (name, value, expected) => {
  expect(read({ [name]: value })).toMatchObject(expected);
});

test.each([
  ["PGSSLMODE", "perhaps"],
  ["PGPORT", "high"],
  ["PGCONNECT_TIMEOUT", "soon"],
  ["PGCONNECT_TIMEOUT", "0"],
  ["PGHOSTADDR", "db.test"],
  ["PGTZ", "Asia/Tokyo"],
  ["PGDATESTYLE", "German"],
  ["PGCLIENTENCODING", "LATIN1"],
  ["PGGSSENCMODE", "require"],
  ["PGSERVICE", "league"],
  ["PGREQUIRESSL", "1"],
  ["PGREQUIREPEER", "postgres"],
  ["PGKRBSRVNAME", "postgres"],
  ["PGSSLCRLDIR", "/crl"],
  ["PGSSLSNI", "0"],
  ["PGSSLCOMPRESSION", "1"],
  ["PGMINPROTOCOLVERSION", "3.2"],
  ["PGAPPNAME", "a\nb"],
])("%s=%s is refused", (name, value) => {
  const error = thrownBy(() => read({ [name]: value })) as Error;
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toMatch(name === "PGPORT" ? /port/ : new RegExp(name));
});

test("an embedded database reads nothing of the environment", () => {
  expect(() =>
    parseDatabaseUrl("pglite:memory", {}, { PGSERVICE: "league", PGTZ: "Asia/Tokyo" }),
  ).not.toThrow();
});

describe("options", () => {
  const withOptions = (options: string, more = {}) =>
    parseDatabaseUrl(`postgresql://h/d?options=${encodeURIComponent(options)}`, more, {}) as ServerSettings;

  test("take the place of the environment's", () => {
    const settings = read(
      { PGOPTIONS: "-c work_mem=1MB" },
      "postgresql://h/d?options=-c%20search_path%3Dapp",
    );
    expect(settings.sessionParameters).toEqual({ search_path: "app" });
  });

  test("that are Dugout's options set these", () => {
    const { options } = withOptions("-c statement_timeout=5s --lock-timeout=7 -capplication_name=scoreboard");
    expect(options).toMatchObject({ statementTimeout: 5_000, lockTimeout: 7, applicationName: "scoreboard" });
  });

  test("change only Dugout's defaults, not the settings that values depend on", () => {
    const settings = withOptions("-c jit=on -c default_transaction_isolation=serializable");
    expect(sessionSettings(settings)).toMatchObject({
      jit: "on",
      default_transaction_isolation: "serializable",
      datestyle: "ISO, MDY",
    });
    for (const text of ["-c DateStyle=German", "--TimeZone=Asia/Tokyo", "-c extra_float_digits=0"])
      expect(() => withOptions(text)).toThrow(/which is always .* omit it/);
    expect(() => withOptions("-c datestyle=iso -c timezone=utc -c extra_float_digits=3")).not.toThrow();
  });

  test("that are not settings are passed to the server, or the proxy before it, unchanged", () => {
    expect(withOptions("endpoint=cool-darkness-123456").startupOptions).toBe("endpoint=cool-darkness-123456");
    expect(withOptions("-c search_path=app reference=x\\ y").startupOptions).toBe("reference=x\\ y");
  });

  test("schema is the whole search path, and wins over that of options", () => {
    const settings = withOptions("-c search_path=other", { schema: 'my "league"' });
    expect(sessionSettings(settings).search_path).toBe('"my ""league"""');
  });

  test("a schema is not $user, which PostgreSQL replaces by the role's name", () => {
    expect(() => withOptions("", { schema: "$user" })).toThrow('instead of "$user", write the role\'s name');
  });

  test("of an embedded database are settings only", () => {
    const open = (options: string) => parseDatabaseUrl("pglite:memory", { options });
    expect(open("-c work_mem=1MB").sessionParameters).toEqual({ work_mem: "1MB" });
    expect(() => open("endpoint=x")).toThrow(ConfigurationError);
  });
});

describe("values in the message that opens a connection have no control characters", () => {
  const characters = ["\0", "\n", "\r", "\t", "\x1b", "\x7f"];

  test.each(["applicationName", "schema", "options"])("as the option %s", (name) => {
    for (const character of characters) {
      const error = thrownBy(() => parseDatabaseUrl("postgresql://h/d", { [name]: `a${character}user` }, {}));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect((error as Error).message).toContain(`${name} must not contain control characters`);
    }
  });

  test("as a part of the URL", () => {
    for (const character of characters) {
      const part = `tenant${encodeURIComponent(character)}user${encodeURIComponent(character)}postgres`;
      for (const url of [
        `postgresql://${part}@h/d`,
        `postgresql://u@h/${part}`,
        `postgresql://u:${part}@h/d`,
        `postgresql://u@h/d?application_name=${part}`,
        `postgresql://u@h/d?options=${part}`,
        `postgresql://u@h/d?schema=${part}`,
        `postgresql://u@h/d?host=${part}`,
      ]) {
        expect(
          thrownBy(() => parseDatabaseUrl(url, {}, {})),
          url,
        ).toBeInstanceOf(ConfigurationError);
      }
    }
  });

  test("as a variable of the environment", () => {
    for (const name of ["PGUSER", "PGDATABASE", "PGPASSWORD", "PGAPPNAME", "PGOPTIONS", "PGHOST"])
      expect(() => read({ [name]: "a\0user\0postgres" })).toThrow(ConfigurationError);
  });
});
