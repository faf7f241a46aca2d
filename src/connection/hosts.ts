import { ConfigurationError } from "../errors/errors.js";
import { plainText } from "./option-checks.js";
import type { Host } from "./settings.js";
import { type Parameters, portNumber } from "./url-parameters.js";

/** A host in the authority part of a URL; both may be empty. */
export interface NamedHost {
  readonly host: string;
  readonly port: string;
}

type Places = Pick<Parameters, "host" | "port" | "address">;

/**
 * Returns the servers to connect to, one or more, in order. Host, address and port are each taken from the URL's parameters,
 * otherwise from the URL's authority part, otherwise from the environment. A single port is used for all hosts.
 *
 * @throws {ConfigurationError} when there are not as many ports or addresses as hosts
 */
export function readHosts(
  inPlace: readonly NamedHost[],
  parameters: Places,
  environment: Places,
): readonly Host[] {
  const isNamed = inPlace.some(({ host }) => host !== "");
  const addresses = listOf(parameters.address ?? environment.address);
  const names = listOf(parameters.host) ??
    (isNamed ? inPlace.map(({ host }) => host) : undefined) ??
    listOf(environment.host) ??
    addresses ?? ["localhost"];
  const ports = {
    given: spread("port", listOf(parameters.port), names.length),
    environment: spread("PGPORT", listOf(environment.port), names.length),
  };
  if (addresses !== undefined && addresses.length !== names.length) {
    throw new ConfigurationError(`hostaddr names ${addresses.length} addresses for ${names.length} hosts.`);
  }
  return names.map((name, index) => {
    const port = ports.given?.[index] || inPlace[index]?.port || ports.environment?.[index] || "5432";
    const host = name || "localhost";
    plainText("A host of the database URL", host);
    if (host.startsWith("@")) {
      throw new ConfigurationError(
        "A host that begins with @ is an abstract Unix socket, which is not supported: name the folder of the server's socket.",
      );
    }
    const address = addresses?.[index];
    return {
      host,
      port: portNumber(port, "The port of the database"),
      ...(address ? { address } : {}),
    };
  });
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined || text === "" ? undefined : text.split(",");
}

function spread(
  name: string,
  values: readonly string[] | undefined,
  count: number,
): readonly string[] | undefined {
  if (values === undefined || values.length === count) return values;
  if (values.length === 1) return new Array<string>(count).fill(values[0] as string);
  throw new ConfigurationError(`${name} names ${values.length} ports for ${count} hosts.`);
}
