import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { ConfigurationError } from "../errors/errors.js";
import type { ServerSettings, TlsFiles } from "./settings.js";

/** Each file's name in error messages, its parameter, and libpq's default file name. */
const files = {
  rootCertificate: { name: "root certificate", parameter: "sslrootcert", usual: "root.crt" },
  certificate: { name: "client certificate", parameter: "sslcert", usual: "postgresql.crt" },
  key: { name: "client key", parameter: "sslkey", usual: "postgresql.key" },
  revocationList: { name: "revocation list", parameter: "sslcrl", usual: "root.crl" },
} as const;

/**
 * Returns the TLS options for a server. `sslmode` means the same as in libpq: without a root certificate, `require` encrypts and
 * checks nothing; with one, it checks what `verify-ca` checks.
 *
 * @throws {ConfigurationError} when a file cannot be read
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
  return {
    ...tlsVersions,
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined || !isVerified ? {} : { crl }),
    ...identity,
    ...(tlsFiles.passphrase === undefined ? {} : { passphrase: tlsFiles.passphrase }),
    rejectUnauthorized: isVerified,
    ...(options.ssl === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** Returns the text of the file that is named, otherwise of libpq's default file if it exists. */
async function content(file: keyof typeof files, named: TlsFiles): Promise<string | undefined> {
  const { name, parameter, usual } = files[file];
  const path = named[file] ?? (await existing(join(homedir(), ".postgresql", usual)));
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`The ${name} ${path} (${parameter}) cannot be read.`, { cause: error });
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
