import pg from "pg";

/** Runs `work` with a plain connection of its own, which no pool of ours knows. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The server processes that serve connections with this `application_name`. */
export async function connectionsNamed(url: string, applicationName: string): Promise<number[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and application_name = $1",
      [applicationName],
    );
    return rows.map(({ pid }) => pid);
  });
}
