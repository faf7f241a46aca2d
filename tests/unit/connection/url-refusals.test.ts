import { expect, test } from "vitest";
import type { DatabaseOptions } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { ConfigurationError } from "../../../src/errors/errors.js";
import { thrownBy } from "../../support/sample-inputs.js";

function refusal(url: string | undefined, options?: DatabaseOptions): string {
  const error = thrownBy(() => parseDatabaseUrl(url, options)) as ConfigurationError;
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.code).toBe("CONFIGURATION");
  return error.message;
}

test.each<[string, string | undefined]>([
  ["missing", undefined],
  ["empty", ""],
  ["blank", " \n"],
])("a URL that is %s is refused with what to set, and how it looks", (_, url) => {
  expect(refusal(url)).toMatch(/no database URL.*DATABASE_URL.*postgresql:\/\/.*pglite:/);
});

test.each([5, {}, new URL("postgresql://h/d")])("a URL that is not a string (%s) is refused", (url) => {
  expect(refusal(url as never)).toMatch(/must be a string/);
});

test.each([
  "localhost",
  "localhost:5432/d",
  "postgresql:h/d",
  "postgresql:/h/d",
  "://h/d",
  "postgresql://h:port/d",
  "postgresql://h:70000/d",
  "postgresql://h:-1/d",
  "postgresql://[::1/d",
  "postgresql://a b/d",
])("%s is refused as malformed, with the expected form", (url) => {
  expect(refusal(url)).toMatch(/malformed.*postgresql:\/\/user:password@host:5432\/database/);
});

test.each(["mysql://h/d", "sqlite:///d", "http://h/d", "postgresql+psycopg2://h/d"])(
  "the scheme of %s is not known",
  (url) => {
    expect(refusal(url)).toContain(`scheme ${url.split("//")[0]}// is not known`);
  },
);

test("a pglite URL must name a folder or memory", () => {
  expect(refusal("pglite:")).toContain("names no folder");
});

test.each(["pglite:memory?schema=app", "pglite:./games?pool_size=1"])(
  "%s is refused, and not interpreted as a folder",
  (url) => {
    expect(refusal(url)).toMatch(/no parameters.*Database\.open\(url, options\)/);
  },
);

test("a folder's name has no control characters", () => {
  expect(refusal("pglite:games\0")).toMatch(/control characters/);
});

test.each(["db.test", "10.0.0.1%00", "300.1.1.1"])(
  "hostaddr=%s is refused: it is not an address",
  (address) => {
    expect(refusal(`postgresql://h/d?hostaddr=${address}`)).toMatch(/hostaddr must be an IP address/);
  },
);

test("an abstract Unix socket is refused by name, in the URL and in PGHOST", () => {
  const words = /abstract Unix socket, which is not supported/;
  expect(refusal("postgresql://u@/d?host=%40server")).toMatch(words);
  expect(() => parseDatabaseUrl("postgresql://u@/d", {}, { PGHOST: "h,@server" })).toThrow(words);
});

test.each(["poolsize", "statement_timeout", "constructor"])("the unknown option %s is refused", (name) => {
  for (const url of ["postgresql://h/d", "pglite:memory"])
    expect(refusal(url, { [name]: 1 } as never)).toMatch(new RegExp(`${name} is not an option.*poolSize`));
});

test.each([
  ["user", "postgresql://u%zz@h/d"],
  ["password", "postgresql://u:p%zz@h/d"],
  ["database", "postgresql://u:p@h/d%zz"],
])("a stray %% in the %s is named", (part, url) => {
  expect(refusal(url)).toContain(`${part} has a %`);
});

test.each(["sslmod", "SSLMODE", "password", "constructor", "toString", "__proto__"])(
  "the unknown parameter %s is refused, and the known ones are listed",
  (name) => {
    const message = refusal(`postgresql://h/d?${name}=1`);
    expect(message).toMatch(/unknown parameter/);
    expect(message).toMatch(/sslmode.*pool_size.*prepare/);
  },
);

test.each([
  ["search_path", /write schema=/],
  ["currentSchema", /write schema=/],
  ["tcp_user_timeout", /Node cannot set it/],
  ["keepalives_count", /keepalives_idle/],
  ["sslaccept", /write sslmode=verify-full/],
  ["pool_timeout", /write connect_timeout/],
  ["password", /PGPASSWORD/],
  ["service", /the service's own parameters/],
  ["statement_cache_size", /prepare=false/],
  ["socket_timeout", /statement_timeout/],
  ["sslidentity", /sslcert/],
  ["uselibpqcompat", /omit it/],
  ["targetServerType", /target_session_attrs/],
])("for %s the error says what to write instead", (name, advice) => {
  expect(refusal(`postgresql://h/d?${name}=1`)).toMatch(advice);
});

test.each([
  ["sslnegotiation=direct", /sslnegotiation=direct needs sslmode=require/],
  ["sslrootcert=system", /sslrootcert=system needs sslmode=verify-full/],
  ["gssencmode=require", /gssencmode must be one of disable, prefer/],
  ["channel_binding=maybe", /channel_binding must be one of/],
  ["target_session_attrs=master", /target_session_attrs must be one of/],
  ["require_auth=none,!md5", /require_auth must be one of/],
  ["client_encoding=LATIN1", /always UTF8/],
])("%s is refused", (query, words) => {
  expect(refusal(`postgresql://h/d?${query}`)).toMatch(words);
});

test("an unknown parameter that looks like a name is named", () => {
  expect(refusal("postgresql://h/d?pool_sise=3")).toContain("pool_sise");
});

test.each([
  ["sslmode", "maybe"],
  ["sslmode", ""],
  ["ssl", "1"],
  ["pool_size", "0"],
  ["pool_size", "-1"],
  ["pool_size", "1.5"],
  ["pool_size", "ten"],
  ["pool_size", ""],
  ["pool_size", "9999999999"],
  ["connect_timeout", "-1"],
  ["connect_timeout", "0"],
  ["connect_timeout", "3s"],
  ["connect_timeout", "9999999999"],
  ["statement_timeout", "-1"],
  ["statement_timeout", "1h"],
  ["statement_timeout", "s"],
  ["statement_timeout", "9999999min"],
  ["lock_timeout", "soon"],
  ["idle_in_transaction_session_timeout", "1.5s"],
  ["prepare", "no"],
  ["prepare", "0"],
  ["prepared_statement_cache_size", "none"],
  ["port", "no"],
  ["port", "70000"],
  ["port", "0"],
])("%s=%s is refused", (name, value) => {
  expect(refusal(`postgresql://h/d?${name}=${value}`)).toMatch(/must be/);
});

test.each<[string, unknown]>([
  ["poolSize", 0],
  ["poolSize", 1.5],
  ["poolSize", "3"],
  ["connectTimeout", 0],
  ["connectTimeout", Number.NaN],
  ["statementTimeout", -1],
  ["statementTimeout", 2 ** 31],
  ["lockTimeout", Number.POSITIVE_INFINITY],
  ["idleInTransactionTimeout", null],
  ["ssl", "maybe"],
  ["prepare", "false"],
])("the option %s cannot be %s", (name, value) => {
  for (const url of ["postgresql://h/d", "pglite:memory"])
    expect(refusal(url, { [name]: value })).toMatch(/must be/);
});
