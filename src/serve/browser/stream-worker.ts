import { GameStreams } from "./game-streams.js";
import type { PageMessage } from "./stream-messages.js";

/** The shared worker: it has the stream of all pages of the browser. */
const streams = new GameStreams();
let pages = 0;

self.addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0] as MessagePort;
  pages += 1;
  const page = `page ${pages}`;
  port.onmessage = ({ data }: MessageEvent<PageMessage>) =>
    streams.take(page, data, (message) => port.postMessage(message));
});
