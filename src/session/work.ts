/** Something that holds a connection: an open session, or an operation that runs by itself. */
export interface Work {
  readonly name: string;
  readonly since: number;
  /** Made where it began. Its stack is costly to read, and read only when somebody asks. */
  readonly trace?: Error | undefined;
  /** Ends it at once; settles when the server was told. */
  cut(): Promise<void>;
}

/** What is under way on a database, for whoever wants to know who holds its connections. */
export class WorkRegister {
  readonly #works = new Set<Work>();
  #whenEmpty: (() => void)[] = [];

  get size(): number {
    return this.#works.size;
  }

  /** Notes that work begins; the function that comes back notes its end. */
  begin(work: Work): () => void {
    this.#works.add(work);
    return () => {
      this.#works.delete(work);
      if (this.#works.size === 0) for (const settle of this.#whenEmpty.splice(0)) settle();
    };
  }

  /** One line for each, longest first. */
  describe(): string[] {
    const now = Date.now();
    return [...this.#works].map(
      ({ name, since, trace }) =>
        `${name}, for ${now - since} ms${trace ? `, opened ${callerOf(trace)}` : ""}`,
    );
  }

  openLongerThan(milliseconds: number): Work[] {
    const limit = Date.now() - milliseconds;
    return [...this.#works].filter(({ since }) => since <= limit);
  }

  /** Waits until nothing is under way, but no longer than this; true when nothing is. */
  async empty(milliseconds: number): Promise<boolean> {
    if (this.#works.size === 0) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#whenEmpty.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.#works.size === 0;
  }

  /** Ends all that is under way, and says what it was. */
  async cutAll(): Promise<string[]> {
    const cut = this.describe();
    await Promise.all([...this.#works].map((work) => work.cut()));
    return cut;
  }
}

/** The first place on a stack that is outside this package. */
export function callerOf(trace: Error | undefined): string {
  const frames = (trace?.stack ?? "").split("\n").slice(1);
  const frame = frames.find((line) => !line.includes(packageFolder) && !line.includes("node:internal"));
  return frame?.trim() ?? "at an unknown place";
}

/** Where this package's own code lies: two floors above this file's folder are `dist/` or `src/`. */
const packageFolder = new URL("..", import.meta.url).pathname;
