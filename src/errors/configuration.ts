import { DugoutError } from "./base.js";

/** `DATABASE_URL` or an option is missing, malformed or contradicts another. Nothing was connected. */
export class ConfigurationError extends DugoutError {
  override readonly code = "CONFIGURATION";
}
