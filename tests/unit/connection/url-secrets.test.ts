import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { describeTarget } from "../../../src/connection/settings.js";
import { parseDatabaseUrl } from "../../../src/connection/url.js";
import { propertyRuns } from "../../support/property-runs.js";

/** Long and random enough not to occur by accident. */
const core = fc.stringMatching(/^[A-Za-z0-9]{14,24}$/);
/** Characters that people forget to encode. */
const special = fc.stringMatching(/^[0-9:/?#@%&=[\] +~!$'()*,;-]{0,6}$/);
const password = fc.record({ before: special, core, after: special });

/** Everything that a log could show of an error, including its causes. */
function shown(error: unknown): string {
  const parts: string[] = [];
  for (let present = error; present instanceof Error; present = present.cause)
    parts.push(present.message, present.stack ?? "", JSON.stringify(present), String(present));
  return [...parts, inspect(error, { depth: 10, showHidden: true })].join("\n");
}

function failureOf(url: string): string {
  try {
    parseDatabaseUrl(url);
    return "";
  } catch (error) {
    return shown(error);
  }
}

const scheme = fc.constantFrom("postgresql", "postgres", "postgresql+asyncpg", "mysql", "pglite");
const host = fc.constantFrom(
  "h",
  "h,i:5433",
  "h:5432,",
  "h:5432",
  "h:port",
  "h:99999",
  "[::1]",
  "[::1",
  "",
  "a b",
  "%zz",
);
const query = fc.constantFrom("", "?", "?pool_size=0", "?umpire=1", "?sslmode=maybe", "?pool_size=%zz&x=1");

test("no failure shows a password that is not encoded in the URL, whatever it contains", () => {
  fc.assert(
    fc.property(scheme, password, host, query, (urlScheme, { before, core, after }, urlHost, urlQuery) => {
      fc.pre(urlScheme !== "pglite");
      const url = `${urlScheme}://umpire:${before}${core}${after}@${urlHost}/league${urlQuery}`;
      expect(failureOf(url)).not.toContain(core);
    }),
    { numRuns: propertyRuns(3_000) },
  );
});

test("no failure shows a password that is encoded in the URL", () => {
  fc.assert(
    fc.property(scheme, password, host, query, (urlScheme, { before, core, after }, urlHost, urlQuery) => {
      const secret = encodeURIComponent(`${before}${core}${after}`);
      expect(failureOf(`${urlScheme}://umpire:${secret}@${urlHost}/league${urlQuery}`)).not.toContain(core);
    }),
    { numRuns: propertyRuns(2_000) },
  );
});

test("no failure shows a password in a URL without a scheme, or in a parameter", () => {
  fc.assert(
    fc.property(core, (secret) => {
      for (const url of [
        `umpire:${secret}@h/league`,
        `//umpire:${secret}@h/league`,
        `postgresql:umpire:${secret}@h/league`,
        `postgresql:/umpire:${secret}@h/league`,
        `postgresql://h/league?password=${secret}`,
        `postgresql://umpire:${secret}@h/league?password=${secret}&user=umpire`,
      ]) {
        expect(failureOf(url), url.replace(secret, "…")).not.toContain(secret);
        expect(failureOf(url), url.replace(secret, "…")).not.toBe("");
      }
    }),
  );
});

test("a target's description shows no password, however the URL is read", () => {
  fc.assert(
    fc.property(password, ({ before, core, after }) => {
      const url = `postgresql://umpire:${before}${core}${after}@h:5432/league`;
      try {
        expect(describeTarget(parseDatabaseUrl(url))).not.toContain(core);
      } catch (error) {
        expect(shown(error)).not.toContain(core);
      }
    }),
    { numRuns: propertyRuns(3_000) },
  );
});

test("the password itself is read from an encoded URL as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (secret) => {
      const settings = parseDatabaseUrl(`postgresql://umpire:${encodeURIComponent(secret)}@h/league`);
      expect(settings).toMatchObject({ password: secret, user: "umpire", hosts: [{ host: "h" }] });
    }),
  );
});

test("the check of what is shown finds a password in a message, a cause and a detail", () => {
  const secret = "correcthorsebattery";
  expect(shown(new Error(secret))).toContain(secret);
  expect(shown(new Error("a", { cause: new Error("b", { cause: new TypeError(secret) }) }))).toContain(
    secret,
  );
  expect(shown(Object.assign(new Error("a"), { details: { a: { b: { c: secret } } } }))).toContain(secret);
});
