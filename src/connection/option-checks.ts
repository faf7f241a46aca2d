import { ConfigurationError } from "../errors/errors.js";
import { type DatabaseOptions, sslModes, targetSessionAttributes } from "./settings.js";
import { oneOf } from "./url-parameters.js";

/** @throws {ConfigurationError} when an option is out of its range */
export function checkOptions(options: Required<DatabaseOptions>): void {
  const wholeFrom = (name: keyof DatabaseOptions, smallest: number) => {
    const value = options[name];
    if (!Number.isSafeInteger(value) || (value as number) < smallest || (value as number) > 2 ** 31 - 1) {
      throw new ConfigurationError(
        `${name} must be a whole number from ${smallest}; it is ${String(value)}.`,
      );
    }
  };
  wholeFrom("poolSize", 1);
  wholeFrom("minPoolSize", 0);
  wholeFrom("idleTimeout", 0);
  wholeFrom("maxLifetime", 0);
  wholeFrom("connectTimeout", 1);
  wholeFrom("statementTimeout", 0);
  wholeFrom("lockTimeout", 0);
  wholeFrom("idleInTransactionTimeout", 0);
  if (options.minPoolSize > options.poolSize) {
    throw new ConfigurationError(
      `minPoolSize must not be more than poolSize, ${options.poolSize}; it is ${options.minPoolSize}.`,
    );
  }
  trueOrFalse("prepare", options.prepare);
  oneOf(sslModes)(options.ssl, "sslmode");
  oneOf(targetSessionAttributes)(options.targetSessionAttrs, "targetSessionAttrs");
  plainText("applicationName", options.applicationName);
  if (options.options !== undefined) plainText("options", options.options);
  if (options.schema !== undefined) {
    plainText("schema", options.schema);
    if (options.schema === "" || Buffer.byteLength(options.schema) > 63) {
      throw new ConfigurationError("schema must be the name of a schema, of 1 to 63 bytes.");
    }
    // In a search path this stands for the role's name, even in quotes.
    if (options.schema === "$user")
      throw new ConfigurationError(
        'schema must be the name of a schema: instead of "$user", write the role\'s name.',
      );
  }
}

/** @throws {ConfigurationError} */
export function trueOrFalse(name: string, value: unknown): void {
  if (typeof value !== "boolean") {
    throw new ConfigurationError(`${name} must be true or false; it is ${String(value)}.`);
  }
}

/** @throws {ConfigurationError} unless it is a number from 0. Any length is allowed, `Infinity` included. */
export function milliseconds(name: string, value: unknown): void {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new ConfigurationError(`${name} must be a number of milliseconds, from 0; it is ${String(value)}.`);
  }
}

/**
 * Refuses control characters, with which a value could end early, or set another parameter, in the startup message.
 *
 * @throws {ConfigurationError} without the text in its message
 */
export function plainText(name: string, value: unknown): void {
  if (typeof value !== "string") throw new ConfigurationError(`${name} must be a string.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern must match them
  if (/[\u0000-\u001f\u007f]/.test(value)) {
    throw new ConfigurationError(`${name} must not contain control characters.`);
  }
}
