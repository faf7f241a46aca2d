import { parseArgs } from "node:util";
import { workNames } from "./protocol.js";

const usage = `npm run bench -- [options]
  --quick             ends within three minutes: fewer clients, one round
  --only a,b          kinds of work: ${workNames.join(", ")}, delayed
  --subjects a,b      by the names of their files in bench/src/subjects, or a part of these
  --clients 1,16      how many clients record at once
  --seconds 3         how long each run is measured
  --rounds 5          how often each subject has its turn
  --publish           writes to bench/results/, and puts the summary into README.md and docs/performance.md
  --startup           the time of import("dugout"), and nothing else
  --scoring           the time of scoring one play, without a database, and nothing else
  --endurance [plays] the memory of one process over a million plays, and nothing else
  --size [plays]      speed with this many stored plays (10,000,000) against 100,000, and nothing else
  --schema            what rules and indexes cost: recordPlay and COPY on other forms of the schema, and nothing else
  --feed              the live feed compared with NOTIFY in the transaction and polling, and nothing else
  --import [folder]   a season from event files (../shared/data/2020) compared with psql's \\copy of the same rows, and nothing else
  --citus             a cluster compared with a plain server, and nothing else: CITUS_DATABASE_URL, CITUS_WORKERS, CITUS_PLAIN_DATABASE_URL`;

export interface Options {
  readonly only: readonly string[];
  readonly subjects: readonly string[];
  readonly clients: readonly number[];
  readonly readers: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  /** Before each run, in seconds; a subject's first is longer, for the JIT. */
  readonly warmUp: number;
  readonly firstWarmUp: number;
  readonly isQuick: boolean;
  readonly publishes: boolean;
}

const extras = ["startup", "scoring", "endurance", "size", "schema", "feed", "import", "citus"] as const;

/** The options of the command line. */
export interface Given {
  readonly options: Options;
  /** Something that is measured instead of the rounds. */
  readonly extra: (typeof extras)[number] | undefined;
  readonly plays: number | undefined;
  /** With `--import`, where the event files are. */
  readonly folder: string | undefined;
}

export function readOptions(words: readonly string[]): Given {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      subjects: { type: "string" },
      clients: { type: "string" },
      seconds: { type: "string" },
      rounds: { type: "string" },
      publish: { type: "boolean", default: false },
      startup: { type: "boolean", default: false },
      scoring: { type: "boolean", default: false },
      endurance: { type: "boolean", default: false },
      size: { type: "boolean", default: false },
      schema: { type: "boolean", default: false },
      feed: { type: "boolean", default: false },
      import: { type: "boolean", default: false },
      citus: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit();
  }
  const isQuick = values.quick;
  const list = (text: string | undefined) => text?.split(",").filter((word) => word !== "") ?? [];
  const number = (text: string | undefined, fallback: number) => {
    const value = text === undefined ? fallback : Number(text);
    if (!(value > 0)) throw new Error(`${text} is not a number above 0.\n${usage}`);
    return value;
  };
  const clients = list(values.clients).map((text) => number(text, 1));
  const extra = extras.find((name) => values[name]);
  const options: Options = {
    only: list(values.only),
    subjects: list(values.subjects),
    clients: clients.length > 0 ? clients : extra === "citus" ? [12] : isQuick ? [1, 16] : [1, 4, 16, 64],
    readers: clients.length > 0 ? clients : isQuick ? [1] : [1, 16],
    seconds: number(values.seconds, isQuick ? 0.5 : 3),
    rounds: number(values.rounds, isQuick ? 1 : 5),
    warmUp: isQuick ? 0.15 : 0.7,
    firstWarmUp: isQuick ? 1 : 5,
    isQuick,
    publishes: values.publish,
  };
  const [given] = positionals;
  if (extra === "import") return { options, extra, plays: undefined, folder: given };
  return { options, extra, plays: given === undefined ? undefined : number(given, 1), folder: undefined };
}
