import { describe, expect, test } from "vitest";
import {
  type DatabaseOptions,
  defaultOptions,
  type ServerSettings,
} from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";

const withParameters = (query: string, options?: DatabaseOptions) =>
  parseDatabaseUrl(`postgresql://h/d?${query}`, options) as ServerSettings;

test.each<[string, DatabaseOptions]>([
  ["sslmode=disable", { ssl: "disable" }],
  ["sslmode=prefer", { ssl: "prefer" }],
  ["sslmode=require", { ssl: "require" }],
  ["sslmode=verify-ca", { ssl: "verify-ca" }],
  ["sslmode=verify-full", { ssl: "verify-full" }],
  ["ssl=require", { ssl: "require" }],
  ["ssl=true", { ssl: "require" }],
  ["ssl=false", { ssl: "disable" }],
  ["ssl=verify-full", { ssl: "verify-full" }],
  ["application_name=scoreboard", { applicationName: "scoreboard" }],
  ["application_name=score%20board", { applicationName: "score board" }],
  ["connect_timeout=3", { connectTimeout: 3_000 }],
  ["statement_timeout=250", { statementTimeout: 250 }],
  ["statement_timeout=250ms", { statementTimeout: 250 }],
  ["statement_timeout=5s", { statementTimeout: 5_000 }],
  ["statement_timeout=2min", { statementTimeout: 120_000 }],
  ["statement_timeout=0", { statementTimeout: 0 }],
  ["lock_timeout=1s", { lockTimeout: 1_000 }],
  ["idle_in_transaction_session_timeout=1min", { idleInTransactionTimeout: 60_000 }],
  ["pool_size=3", { poolSize: 3 }],
  ["min_pool_size=0", { minPoolSize: 0 }],
  ["idle_timeout=5min", { idleTimeout: 300_000 }],
  ["max_lifetime=0", { maxLifetime: 0 }],
  ["target_session_attrs=read-write", { targetSessionAttrs: "read-write" }],
  ["target_session_attrs=any", { targetSessionAttrs: "any" }],
  ["prepare=false", { prepare: false }],
  ["prepare=true", { prepare: true }],
  ["prepared_statement_cache_size=0", { prepare: false }],
  ["prepared_statement_cache_size=100", { prepare: true }],
  ["pgbouncer=true", { prepare: false }],
  ["pgbouncer=false", {}],
  ["connection_limit=3", { poolSize: 3 }],
  ["supa=base-pooler.x", {}],
  ["schema=league", { schema: "league" }],
  ["target_session_attrs=read-write", { targetSessionAttrs: "read-write" }],
  ["fallback_application_name=a", { applicationName: "a" }],
  ["fallback_application_name=a&application_name=b", { applicationName: "b" }],
  ["channel_binding=require&sslnegotiation=postgres&gssencmode=disable&keepalives=1&keepalives_idle=30", {}],
  ["pool_size=3&prepare=false&sslmode=disable", { poolSize: 3, prepare: false, ssl: "disable" }],
])("%s sets its option and no other", (query, expected) => {
  expect(withParameters(query).options).toEqual({ ...defaultOptions, ...expected });
});

test("sslrootcert names the root certificate", () => {
  expect(withParameters("sslrootcert=/etc/ca.pem").transport.tlsFiles).toEqual({
    rootCertificate: "/etc/ca.pem",
  });
  expect(withParameters("pool_size=3").transport.tlsFiles).toEqual({});
});

describe("an option of the caller's", () => {
  test.each<[string, DatabaseOptions]>([
    ["sslmode=require", { ssl: "disable" }],
    ["application_name=scoreboard", { applicationName: "importer" }],
    ["connect_timeout=3", { connectTimeout: 5 }],
    ["statement_timeout=250", { statementTimeout: 0 }],
    ["lock_timeout=250", { lockTimeout: 7 }],
    ["idle_in_transaction_session_timeout=250", { idleInTransactionTimeout: 7 }],
    ["pool_size=3", { poolSize: 4 }],
    ["prepare=false", { prepare: true }],
  ])("wins over %s", (query, options) => {
    expect(withParameters(query, options).options).toEqual({ ...defaultOptions, ...options });
  });

  test("that is undefined leaves the parameter's value", () => {
    const options = { poolSize: undefined } as unknown as DatabaseOptions;
    expect(withParameters("pool_size=3", options).options.poolSize).toBe(3);
  });
});

test("parameters do not change what the next URL gets", () => {
  withParameters("pool_size=3");
  expect(withParameters("prepare=true").options).toEqual(defaultOptions);
});
