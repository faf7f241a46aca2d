import type { Feed } from "../feed/feed.js";
import { feedResponse } from "../feed/response.js";
import { publicGame } from "../feed/view.js";
import { uuidText } from "../models/input-schemas.js";
import type { Database } from "../session/database.js";
import { type Asset, type Assets, icon } from "./assets.js";
import { DetailsReader } from "./game-details.js";
import { pageDocument } from "./page/document.js";
import { gamePage } from "./page/game-page.js";
import { type GameView, gameView } from "./page/game-view.js";
import { html } from "./page/html.js";
import { scoreboard } from "./page/scoreboard.js";
import { gamesOfBoard, pageView, publicGameOf } from "./public-games.js";
import { answer, image, json, page, securityHeaders } from "./responses.js";

interface Parts {
  readonly database: Database;
  readonly feed: Feed;
  readonly assets: Assets;
}

/** The scoreboard's site: answers every request, and writes nothing. */
export class Site {
  readonly #database: Database;
  readonly #feed: Feed;
  readonly #assets: Assets;
  readonly #details: DetailsReader;

  constructor({ database, feed, assets }: Parts) {
    this.#database = database;
    this.#feed = feed;
    this.#assets = assets;
    this.#details = new DetailsReader(database);
  }

  /** Answers a request. */
  readonly answer = async (request: Request): Promise<Response> => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("Only GET and HEAD are answered here.\n", {
        status: 405,
        headers: { ...securityHeaders, allow: "GET, HEAD", "content-type": "text/plain; charset=utf-8" },
      });
    const url = new URL(request.url);
    const [first = "", id, part, ...more] = url.pathname.slice(1).split("/");
    if (more.length > 0) return this.#notFound(request);
    if (first === "" && id === undefined) return this.#scoreboard(request);
    if (first === "feed" && id === undefined) return this.#stream(request, url);
    if (first === "health" && id === undefined) return this.#health(request);
    if (first === "icon.svg" && id === undefined) return image(request, icon);
    if (first === "assets" && part === undefined) return this.#asset(request, url.pathname);
    if (first === "game" && isGameId(id)) return this.#game(request, url, id, part);
    if (first === "api" && id === "games" && (part === undefined || isGameId(part)))
      return part === undefined ? this.#gamesJson(request) : this.#gameJson(request, part);
    if (first === "api" && isGameId(part) && id === "details") return this.#detailsJson(request, part);
    return this.#notFound(request);
  };

  async #scoreboard(request: Request): Promise<Response> {
    const views = await this.#boardViews();
    const live = views.filter(({ isOver }) => !isOver).map(({ id }) => id);
    const text = pageDocument({
      ...{ title: "Scoreboard", content: scoreboard(views), connection: { kind: "connecting" } },
      ...{ assets: this.#paths, page: "scoreboard", games: live },
    });
    return page(request, text);
  }

  async #boardViews(): Promise<GameView[]> {
    const games = await gamesOfBoard(this.#database);
    const views = games.map(async (game) => {
      if (game.status === "pending" || game.status === "completed")
        return gameView({ game: publicGame(game), plays: [], lineups: [] }, null);
      return this.#view(game.id);
    });
    return (await Promise.all(views)).filter((view) => view !== null);
  }

  async #view(gameId: string): Promise<GameView | null> {
    const known = await publicGameOf(this.#database, gameId);
    return known && gameView(known, await this.#details.read(gameId));
  }

  async #game(request: Request, url: URL, gameId: string, part: string | undefined): Promise<Response> {
    if (part === "chart.svg") {
      const size = url.searchParams.get("width") === "400" ? "narrow" : "wide";
      const chart = await this.#details.chart(gameId, size);
      return chart === null ? this.#notFound(request) : image(request, chart);
    }
    const view = part === undefined ? await this.#view(gameId) : null;
    if (view === null) return this.#notFound(request);
    const [away, home] = view.teams;
    const text = pageDocument({
      title: `${away.name} ${away.run}, ${home.name} ${home.run}`,
      content: gamePage(view),
      connection: { kind: view.isOver ? "still" : "connecting" },
      ...{ assets: this.#paths, page: "game", games: [gameId] },
    });
    return page(request, text);
  }

  #stream(request: Request, url: URL): Response {
    const games = (url.searchParams.get("games") ?? "").split(",").filter((id) => id !== "");
    return feedResponse(this.#feed, request, { games, view: pageView, headers: securityHeaders });
  }

  async #gamesJson(request: Request): Promise<Response> {
    return json(request, { games: (await gamesOfBoard(this.#database)).map(publicGame) });
  }

  async #gameJson(request: Request, gameId: string): Promise<Response> {
    const known = await publicGameOf(this.#database, gameId);
    return known === null ? notFoundJson(request) : json(request, known);
  }

  async #detailsJson(request: Request, gameId: string): Promise<Response> {
    if ((await publicGameOf(this.#database, gameId)) === null) return notFoundJson(request);
    return json(request, await this.#details.read(gameId));
  }

  #health(request: Request): Response {
    const { followers, games, isListening } = this.#feed.figures;
    const isWell = !this.#feed.isClosed;
    return json(request, { ok: isWell, followers, games, isListening }, isWell ? 200 : 503);
  }

  #asset(request: Request, path: string): Response {
    const found: Asset | undefined = Object.values(this.#assets).find((asset) => asset.path === path);
    if (found === undefined) return this.#notFound(request);
    return answer(request, found.text, { type: found.type, cache: "public, max-age=31536000, immutable" });
  }

  #notFound(request: Request): Response {
    const content = html`<h1>Not here</h1><p class="lead">There is no such page or game. <a href="/">See the scoreboard.</a></p>`;
    const text = pageDocument({
      ...{ title: "Not here", content, connection: { kind: "still" }, assets: this.#paths },
      ...{ page: "game", games: [] },
    });
    return page(request, text, 404);
  }

  get #paths() {
    return { style: this.#assets.style.path, script: this.#assets.script.path };
  }
}

const isGameId = (id: string | undefined): id is string => id !== undefined && uuidText.safeParse(id).success;

const notFoundJson = (request: Request): Response => json(request, { error: "There is no such game." }, 404);
