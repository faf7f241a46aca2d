import { render } from "lit-html";
import type { PublicEvent, PublicGame } from "../../feed/public-view.js";
import { gamePage, type Tab } from "../page/game-page.js";
import { type GameView, gameView } from "../page/game-view.js";
import type { Template } from "../page/html.js";
import { type ConnectionState, connectionChip } from "../page/page-document.js";
import { scoreboard } from "../page/scoreboard-page.js";
import { LiveGames } from "./live-games.js";
import { sharedStream } from "./shared-stream.js";
import type { StreamState } from "./stream-messages.js";

const content = document.getElementById("content") as HTMLElement;
const chip = document.getElementById("connection") as HTMLElement;
const announcer = document.getElementById("announcer") as HTMLElement;
const delay = Number(content.dataset.delay ?? 0);
const isBoard = content.dataset.page === "scoreboard";
let watched = (content.dataset.games ?? "").split(" ").filter((id) => id !== "");
/** The games of a scoreboard in their order; undefined until the stream has sent them. */
let listed: readonly PublicGame[] | undefined;
let connection: StreamState = { kind: "connecting" };
let tab: Tab | undefined;
let wasOn = false;
let turn = false;
let drawnMark = "";
let isDrawn = false;
let isDue = false;

const games = new LiveGames(draw);
const stream = sharedStream((message) => {
  if (message.kind === "connection") {
    connection = message.connection;
    drawChip();
  } else if (message.kind === "games") {
    list(message.games);
  } else {
    const { type, gameId } = message.event;
    if (type === "deleted") listed = listed?.filter(({ id }) => id !== gameId);
    games.take(message.event);
    announce(message.event);
  }
});

/** The first rendering replaces the server's HTML with the same content, which can be updated. */
function show(template: Template, place: HTMLElement): void {
  if (!place.hasAttribute("data-live")) {
    place.replaceChildren();
    place.setAttribute("data-live", "");
  }
  render(template, place);
}

/** Renders once for everything that arrives at the same time. */
function draw(): void {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    const template = isBoard ? board() : game();
    if (template === undefined) return;
    const focused = document.activeElement?.getAttribute("href");
    const glide = glider();
    show(template, content);
    glide();
    if (!isDrawn && focused) content.querySelector<HTMLElement>(`a[href="${focused}"]`)?.focus();
    isDrawn = true;
    drawChip();
  });
}

let gliding: Animation | undefined;

/** A new play moves the plays below it down: they are animated from their old places to the new ones. */
function glider(): () => void {
  const topOfOldest = () => content.querySelector(".timeline .play")?.getBoundingClientRect().top;
  const before = isDrawn ? topOfOldest() : undefined;
  return () => {
    gliding?.cancel();
    const moved = (topOfOldest() ?? 0) - (before ?? 0);
    if (before === undefined || moved === 0) return;
    const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 300;
    const from = { transform: `translateY(${-moved}px)` };
    gliding = content
      .querySelector(".timeline")
      ?.animate([from, { transform: "none" }], { duration, easing: "ease-out" });
  };
}

function game(): Template | undefined {
  const view = games.view(watched[0] ?? "");
  if (view === undefined) return undefined;
  const [away, home] = view.teams;
  document.title = `${away.name} ${away.run}, ${home.name} ${home.run}`;
  tab ??= view.isOver ? "box" : "plays";
  wasOn ||= view.isOn;
  if (view.mark !== drawnMark) turn = !turn;
  drawnMark = view.mark;
  return gamePage(view, { chosen: tab, wasOn, turn });
}

function board(): Template | undefined {
  if (listed === undefined) return undefined;
  const views = listed.map((listedGame): GameView | undefined => {
    const isStill = listedGame.status === "completed" || listedGame.status === "abandoned";
    const live = games.view(listedGame.id);
    if (live !== undefined || !(isStill || listedGame.status === "pending")) return live;
    return gameView({ game: listedGame, plays: [], lineups: [] }, null);
  });
  return views.includes(undefined) ? undefined : scoreboard(views as GameView[]);
}

function list(newest: readonly PublicGame[]): void {
  listed = newest;
  const live = listed
    .filter(({ status }) => status !== "completed" && status !== "abandoned")
    .map(({ id }) => id);
  // A game that has just ended stays, so that its last plays can be seen.
  const ended = watched.filter(
    (id) => !live.includes(id) && newest.some((listedGame) => listedGame.id === id),
  );
  watch([...live, ...ended].slice(0, 100));
  draw();
}

function watch(ids: readonly string[]): void {
  if (ids.join() === watched.join() && isWatching) return;
  isWatching = true;
  watched = [...ids];
  stream.watch(watched, isBoard);
}
let isWatching = false;

function drawChip(): void {
  show(connectionChip(stateNow()), chip);
}

function stateNow(): ConnectionState {
  const view = isBoard ? undefined : games.view(watched[0] ?? "");
  if (view?.isOver) return { kind: "still" };
  if (connection.kind === "live" && delay > 0) return { kind: "delayed", seconds: delay / 1_000 };
  if (connection.kind !== "behind") return connection;
  return { kind: "behind", seconds: (Date.now() - connection.since) / 1_000 };
}

/** Announces the last play to screen readers, and highlights its card. */
function announce(event: PublicEvent): void {
  if (event.type === "rewound") announcer.textContent = "The last play was removed.";
  if (event.type !== "play" && event.type !== "revised") return;
  const { play } = event;
  const text = play.resultDescription ?? "";
  const { homeTeamName, awayTeamName, awayScore, homeScore } = event.game;
  const score = play.runsScored ? ` ${awayTeamName} ${awayScore}, ${homeTeamName} ${homeScore}.` : "";
  announcer.textContent = `${event.type === "revised" ? "Corrected: " : ""}${text}${score}`;
  if (play.runsScored) flash(event.gameId);
}

function flash(gameId: string): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const place = isBoard ? content.querySelector(`[data-game="${gameId}"]`) : content.querySelector(".score");
  const wash = getComputedStyle(document.documentElement).getPropertyValue("--flash");
  place?.animate([{ backgroundColor: wash }, {}], { duration: 1_600, easing: "ease-out" });
}

/** Until the page is live, its parts are shown and hidden as the server rendered them. */
function choose(chosen: Tab): void {
  tab = chosen;
  if (isDrawn) {
    draw();
    return;
  }
  for (const panel of content.querySelectorAll(".panel"))
    panel.classList.toggle("chosen", panel.id === chosen);
  for (const link of content.querySelectorAll<HTMLElement>("a[data-tab]"))
    link.setAttribute("aria-current", String(link.dataset.tab === chosen));
}

content.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLElement>("a[data-tab]");
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  choose(link.dataset.tab as Tab);
});

/** The part of the page that the address names, if any. */
function chooseAsked(): void {
  const hash = location.hash.slice(1);
  const link = content.querySelector<HTMLElement>(`a[data-tab="${CSS.escape(hash)}"]`);
  if (link !== null) choose(hash as Tab);
}
addEventListener("hashchange", chooseAsked);
chooseAsked();

setInterval(() => connection.kind === "behind" && drawChip(), 1_000);
if (isBoard || (watched.length > 0 && !chip.querySelector(".still"))) watch(watched);
