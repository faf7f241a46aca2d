import { PgClientBase } from "./pg-internals.js";
import { RefusedServerError } from "./server-choice.js";
import type { AuthenticationMethod, Transport } from "./settings.js";

/** Which kinds of authentication are allowed. */
export type AuthenticationPolicy = Pick<Transport, "authentication" | "channelBinding">;

/** A server's own limit is 2^31. It takes a second to compute this many, and a hostile server must not occupy the process. */
const maxIterations = 2_000_000;

/** pg's client, which answers only the kinds of authentication requests that the caller allows (`require_auth`). */
export class AuthenticatingClient extends PgClientBase {
  readonly #policy: AuthenticationPolicy;
  /** Why the password file was not used. */
  protected fileProblem: string | undefined;
  #method: AuthenticationMethod = "none";

  constructor(config: object, policy: AuthenticationPolicy) {
    super(config);
    this.#policy = policy;
    this.scramMaxIterations = maxIterations;
  }

  /** Checks the authentication of the connection that is about to be made. */
  protected watchAuthentication(): void {
    this.#method = "none";
    this.saslSession = null;
    this.connection.once("authenticationOk", () => this.#authenticated());
  }

  override _getPassword(use: () => void): void {
    if (this.password !== null) use();
    else
      this.#refuse(
        `it asks for a password, and none was given: ${this.fileProblem ?? "add it to the URL, set PGPASSWORD, or add it to the password file"}`,
      );
  }

  override _handleAuthCleartextPassword(message: unknown): void {
    if (this.#mayAnswer("password")) super._handleAuthCleartextPassword(message);
  }

  override _handleAuthMD5Password(message: unknown): void {
    if (this.#mayAnswer("md5")) super._handleAuthMD5Password(message);
  }

  override _handleAuthSASL(message: { readonly mechanisms: readonly string[] }): void {
    const isBound = this.enableChannelBinding && message.mechanisms.includes("SCRAM-SHA-256-PLUS");
    if (this.#policy.channelBinding === "require" && !isBound) {
      this.#refuse("it offers no channel binding, which channel_binding=require asks for");
    } else if (this.#mayAnswer("scram-sha-256")) super._handleAuthSASL(message);
  }

  #mayAnswer(method: AuthenticationMethod): boolean {
    this.#method = method;
    const { authentication, channelBinding } = this.#policy;
    const isBindable = channelBinding !== "require" || method === "scram-sha-256";
    if (isBindable && authentication?.has(method) !== false) return true;
    this.#refuse(
      isBindable
        ? `it asks for ${method} authentication, which require_auth excludes`
        : `it asks for ${method} authentication, which has no channel binding, and channel_binding=require asks for it`,
    );
    return false;
  }

  /** Called when the server has accepted the user. Checks that the server has authenticated itself too. */
  #authenticated(): void {
    if (this.#method === "none") this.#mayAnswer("none");
    // pg sets `saslSession` to null when the server has proven that it knows the password.
    else if (this.#method === "scram-sha-256" && this.saslSession !== null) {
      this.#refuse("it ended the authentication without a proof that it knows the password");
    }
  }

  #refuse(reason: string): void {
    this.connection.emit("error", new RefusedServerError(reason));
    this.connection.stream.destroy();
  }
}
