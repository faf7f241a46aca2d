import { chmod, chown, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PostgresServer, unprivilegedAccount } from "./postgres-server.js";

const certificates = join(dirname(fileURLToPath(import.meta.url)), "certificates");

/** The path of a certificate or key for tests. */
export function certificate(name: string): string {
  return join(certificates, name);
}

/** A server with TLS, whose certificate is for `localhost` and `db.test`, and with rules of its own about who may come in. */
export class TlsServer {
  readonly server: PostgresServer;
  /** The folder of its Unix socket. */
  readonly socketFolder: string;
  readonly #folder: string;

  private constructor(server: PostgresServer, folder: string) {
    this.server = server;
    this.#folder = folder;
    this.socketFolder = join(folder, "socket");
  }

  /** @param rules lines of `pg_hba.conf`, before the one by which `postgres` comes in with its password */
  static async create(rules: readonly string[]): Promise<TlsServer> {
    const folder = await mkdtemp(join(tmpdir(), "dugout-tls-"));
    const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
    await writeFile(
      join(folder, "hba.conf"),
      `${[...rules, "host all postgres 127.0.0.1/32 scram-sha-256"].join("\n")}\n`,
    );
    await mkdir(join(folder, "socket"));
    for (const name of ["server.crt", "server.key", "ca.crt"]) {
      await copyFile(certificate(name), join(folder, name));
    }
    // PostgreSQL refuses a key that others may read.
    await chmod(join(folder, "server.key"), 0o600);
    for (const name of ["", "hba.conf", "socket", "server.crt", "server.key", "ca.crt"]) {
      if (account !== undefined) await chown(join(folder, name), account.uid, account.gid);
    }
    const server = await PostgresServer.create([
      "ssl=on",
      `ssl_cert_file=${join(folder, "server.crt")}`,
      `ssl_key_file=${join(folder, "server.key")}`,
      `ssl_ca_file=${join(folder, "ca.crt")}`,
      `hba_file=${join(folder, "hba.conf")}`,
      `unix_socket_directories=${join(folder, "socket")}`,
    ]);
    return new TlsServer(server, folder);
  }

  get port(): number {
    return this.server.port;
  }

  async dispose(): Promise<void> {
    await this.server.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
