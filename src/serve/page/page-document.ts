import { html, render, type Template } from "./html.js";

interface PageDocument {
  readonly title: string;
  readonly content: Template;
  /** The page's connection when it opens. */
  readonly connection: ConnectionState;
  /** The addresses of style and script, which change with their content. */
  readonly assets: { readonly style: string; readonly script: string };
  /** The kind of page, and the games that it shows: where the script begins. */
  readonly page: "scoreboard" | "game";
  readonly games: readonly string[];
  /** How late the games are shown, in milliseconds. */
  readonly delay: number;
}

/** A complete page, which can be read without its script. */
export function pageDocument({
  title,
  content,
  connection,
  assets,
  page,
  games,
  delay,
}: PageDocument): string {
  return `<!doctype html>
${render(html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="site"><a class="home" href="/">Dugout</a><div id="connection">${connectionChip(connection)}</div></header>
<main id="content" data-page="${page}" data-games="${games.join(" ")}" data-delay="${delay}">${content}</main>
<p id="announcer" class="hidden" aria-live="polite"></p>
<noscript><p class="foot">This page is as of when you opened it. Reload it to see what has happened since.</p></noscript>
</body>
</html>`)}
`;
}

/** The connection of a page with the server. `still` is a page that will not change. */
export type ConnectionState =
  | { readonly kind: "connecting" | "live" | "still" }
  /** The time of the last message. */
  | { readonly kind: "behind"; readonly seconds: number }
  /** Delayed on purpose, so that the page is not ahead of a broadcast. */
  | { readonly kind: "delayed"; readonly seconds: number };

/** The text in the corner of the page. */
export function connectionChip(state: ConnectionState): Template {
  return html`<p class="connection ${state.kind}"><span class="light"></span><span>${textOf(state)}</span></p>`;
}

function textOf(state: ConnectionState): string {
  switch (state.kind) {
    case "connecting":
      return "Connecting";
    case "live":
      return "Live";
    case "still":
      return "Final";
    case "behind":
      return `${durationText(state.seconds)} behind`;
    case "delayed":
      return `Live, ${durationText(state.seconds)} delay`;
  }
}

const durationText = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
