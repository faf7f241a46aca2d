import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions, SecureContextOptions } from "node:tls";
import { ConfigurationError } from "../errors/errors.js";
import type { ServerSettings, TlsFiles } from "./settings.js";

/** Each file's name in error messages, its parameter, libpq's default file name, and the kind of PEM block that it must contain. */
const files = {
  rootCertificate: {
    ...{ name: "root certificate", parameter: "sslrootcert", usual: "root.crt" },
    block: /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/,
  },
  certificate: {
    ...{ name: "client certificate", parameter: "sslcert", usual: "postgresql.crt" },
    block: /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/,
  },
  key: {
    ...{ name: "client key", parameter: "sslkey", usual: "postgresql.key" },
    block: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  },
  revocationList: {
    ...{ name: "revocation list", parameter: "sslcrl", usual: "root.crl" },
    block: /-----BEGIN X509 CRL-----/,
  },
} as const;

/**
 * Returns the TLS options for a server. `sslmode` means the same as in libpq: without a root certificate, `require` encrypts and
 * checks nothing; with one, it checks what `verify-ca` checks.
 *
 * @throws {ConfigurationError} when a file cannot be read, does not contain what it should, or does not fit the others
 */
export async function tlsOptions({ transport, options }: ServerSettings): Promise<ConnectionOptions> {
  const { tlsFiles, tlsVersions } = transport;
  const [ca, cert, key, crl] = await Promise.all([
    tlsFiles.rootCertificate === "system" ? undefined : content("rootCertificate", tlsFiles),
    content("certificate", tlsFiles),
    content("key", tlsFiles),
    content("revocationList", tlsFiles),
  ]);
  if (tlsFiles.certificate !== undefined && key === undefined) {
    throw new ConfigurationError("sslcert names a client certificate that has no key: add sslkey.");
  }
  const identity = cert === undefined || key === undefined ? {} : { cert, key };
  const isVerified = ca !== undefined || options.ssl === "verify-ca" || options.ssl === "verify-full";
  const context = {
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined || !isVerified ? {} : { crl }),
    ...identity,
    ...(tlsFiles.passphrase === undefined ? {} : { passphrase: tlsFiles.passphrase }),
  };
  if (Object.keys(context).length > 0) await assertUsable(context);
  return {
    ...tlsVersions,
    ...context,
    rejectUnauthorized: isVerified,
    ...(options.ssl === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** Returns the text of the file that is named, otherwise of libpq's default file if it exists. */
async function content(file: keyof typeof files, named: TlsFiles): Promise<string | undefined> {
  const { name, parameter, usual, block } = files[file];
  const path = named[file] ?? (await existing(join(homedir(), ".postgresql", usual)));
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`The ${name} ${path} (${parameter}) cannot be read.`, { cause: error });
  }
  // For an empty root certificate, Node would trust its own list of authorities.
  if (!block.test(text)) {
    throw new ConfigurationError(`The file ${path} (${parameter}) contains no ${name} in PEM format.`);
  }
  return text;
}

/** Otherwise each attempt to connect would fail, with an error that does not say that the files are the reason. */
async function assertUsable(context: SecureContextOptions): Promise<void> {
  const { createSecureContext } = await import("node:tls");
  try {
    createSecureContext(context);
  } catch (cause) {
    throw new ConfigurationError(
      `The certificates and keys cannot be used for TLS (${(cause as Error).message}): check sslcert, sslkey, sslpassword, sslrootcert and sslcrl.`,
      { cause },
    );
  }
}

async function existing(path: string): Promise<string | undefined> {
  try {
    await access(path);
    return path;
  } catch {
    return undefined;
  }
}
