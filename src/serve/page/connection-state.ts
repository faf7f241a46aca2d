import { html, type Template } from "./html.js";

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
