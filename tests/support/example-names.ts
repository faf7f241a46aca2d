/**
 * What the code blocks of the documentation use without declaring it: the reader's own objects, by the names that all
 * pages give them. Blocks are checked against these declarations.
 */
export const exampleNames = `
declare const database: import("dugout").Database;
declare const session: import("dugout").Session;
declare const operations: import("dugout").DatabaseOperations;
declare const request: Request;

declare const gameId: string;
declare const playerId: number;
declare let game: import("dugout").RecoveredGame;
declare const games: Map<string, import("dugout").RecoveredGame>;
declare const play: import("dugout").Play;
declare const state: import("dugout").GameState;
declare const dice: readonly number[];
declare const away: readonly import("dugout").Starter[];
declare const home: readonly import("dugout").Starter[];
declare const pinchHitter: import("dugout").SbaLineupInput;
declare const leftFielder: import("dugout").LineupEntry;
declare const pitcher: import("dugout").LineupEntry;
declare function yourEngine(game: import("dugout").RecoveredGame, dice: readonly number[]): import("dugout").Play;
declare function broadcast(play: import("dugout").Play): void;
declare function retryLater(play: import("dugout").Play): void;
declare function codeUnderTest(database: import("dugout").Database): Promise<void>;

type FollowedGame = import("dugout/feed").FollowedGame;
declare const feed: import("dugout/feed").Feed;
declare const primaryUrl: string;
declare const replicaUrl: string;
declare const WebSocketServer: typeof import("ws").WebSocketServer;
declare const server: import("node:http").Server;
declare function handle(event: import("dugout/feed").FeedEvent): Promise<void>;
declare function loadCursor(gameId: string): Promise<string | undefined>;
declare function saveCursor(gameId: string, cursor: string): Promise<void>;
declare let cursor: string | undefined;
declare const signal: AbortSignal;
declare const side: string;
declare const board: Map<string, import("dugout/feed").PublicState | null>;
declare function hideHand(event: import("dugout/feed").FeedEvent, audience: string): object | null;
declare function show(play: object): void;
declare function loadPositions(): Promise<Iterable<readonly [string, string]>>;
declare function store(events: readonly import("dugout/feed").FeedEvent[]): Promise<void>;

declare const client: import("pg").Client;
declare const db: import("drizzle-orm/node-postgres").NodePgDatabase;
declare const audit: import("drizzle-orm/pg-core").PgTable & { readonly $inferInsert: { what: string } };
declare const kysely: import("kysely").Kysely<{ audit: { what: string } }>;
declare const knex: import("knex").Knex;
declare const prisma: {
  $transaction<Result>(
    work: (
      tx: import("dugout/adapters").PrismaTransaction & {
        readonly audit: { create(row: { data: { what: string } }): Promise<unknown> };
      },
    ) => Promise<Result>,
  ): Promise<Result>;
};

declare module "@opentelemetry/api" {
  export enum SpanKind { CLIENT = 2 }
  export enum SpanStatusCode { ERROR = 2 }
  interface Span {
    setAttribute(name: string, value: string): this;
    setStatus(status: { code: SpanStatusCode }): this;
    end(at?: number): void;
  }
  interface Tracer {
    startSpan(
      name: string,
      options: { kind: SpanKind; startTime: number; attributes: Record<string, string> },
    ): Span;
  }
  export const trace: { getTracer(name: string): Tracer };
}
`;
