import type { Feed } from "../feed/live-feed.js";
import { uuidText } from "../models/input-schemas.js";
import { type Asset, type Assets, icon } from "./assets.js";
import { answer, image, json, page, securityHeaders } from "./http-responses.js";
import { gamePage } from "./page/game-page.js";
import { type GameView, gameView } from "./page/game-view.js";
import { html } from "./page/html.js";
import { pageDocument } from "./page/page-document.js";
import { scoreboard } from "./page/scoreboard-page.js";
import type { SiteGames } from "./site-games.js";

interface SiteParts {
  readonly games: SiteGames;
  readonly feed: Feed;
  readonly assets: Assets;
  /** How late the games are shown, in milliseconds. */
  readonly delay: number;
}

/** The scoreboard's site: answers every request, and writes nothing. */
export class Site {
  readonly #games: SiteGames;
  readonly #feed: Feed;
  readonly #assets: Assets;
  readonly #delay: number;

  constructor({ games, feed, assets, delay }: SiteParts) {
    this.#games = games;
    this.#feed = feed;
    this.#assets = assets;
    this.#delay = delay;
  }

  /** Answers a request. */
  readonly answer = async (request: Request): Promise<Response> => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("Only GET and HEAD are supported here.\n", {
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
      ...{ assets: this.#paths, page: "scoreboard", games: live, delay: this.#delay },
    });
    return page(request, text);
  }

  async #boardViews(): Promise<GameView[]> {
    const views = (await this.#games.list()).map(async (game) => {
      if (game.status === "pending" || game.status === "completed")
        return gameView({ game, plays: [], lineups: [] }, null);
      return this.#view(game.id);
    });
    return (await Promise.all(views)).filter((view) => view !== null);
  }

  async #view(gameId: string): Promise<GameView | null> {
    const known = await this.#games.known(gameId);
    return known && gameView(known, await this.#games.details(gameId));
  }

  async #game(request: Request, url: URL, gameId: string, part: string | undefined): Promise<Response> {
    if (part === "chart.svg") {
      const size = url.searchParams.get("width") === "400" ? "narrow" : "wide";
      const chart = await this.#games.chart(gameId, size);
      return chart === null ? this.#notFound(request) : image(request, chart);
    }
    const view = part === undefined ? await this.#view(gameId) : null;
    if (view === null) return this.#notFound(request);
    const [away, home] = view.teams;
    const text = pageDocument({
      title: `${away.name} ${away.run}, ${home.name} ${home.run}`,
      content: gamePage(view),
      connection: { kind: view.isOver ? "still" : "connecting" },
      ...{ assets: this.#paths, page: "game", games: [gameId], delay: this.#delay },
    });
    return page(request, text);
  }

  #stream(request: Request, url: URL): Response {
    const games = (url.searchParams.get("games") ?? "").split(",").filter((id) => id !== "");
    return this.#games.stream(request, games, url.searchParams.has("list"));
  }

  async #gamesJson(request: Request): Promise<Response> {
    return json(request, { games: await this.#games.list() });
  }

  async #gameJson(request: Request, gameId: string): Promise<Response> {
    const known = await this.#games.known(gameId);
    return known === null ? notFoundJson(request) : json(request, known);
  }

  async #detailsJson(request: Request, gameId: string): Promise<Response> {
    if ((await this.#games.known(gameId)) === null) return notFoundJson(request);
    return json(request, await this.#games.details(gameId));
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
      ...{ page: "game", games: [], delay: 0 },
    });
    return page(request, text, 404);
  }

  get #paths() {
    return { style: this.#assets.style.path, script: this.#assets.script.path };
  }
}

const isGameId = (id: string | undefined): id is string =>
  id !== undefined && uuidText().safeParse(id).success;

const notFoundJson = (request: Request): Response => json(request, { error: "There is no such game." }, 404);
