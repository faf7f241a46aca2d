import { html, type Template } from "./html.js";

/** How a page stands with the server. `still` is a page without liveness: nothing on it will change. */
export type ConnectionState =
  | { readonly kind: "connecting" | "live" | "still" }
  /** Since when nothing has come. */
  | { readonly kind: "behind"; readonly seconds: number }
  /** By choice, so that the page does not run ahead of a broadcast. */
  | { readonly kind: "delayed"; readonly seconds: number };

/** What the corner of the page says of it. */
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
