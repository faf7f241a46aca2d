import { GameStreams } from "./game-streams.js";
import type { PageMessage, StreamMessage } from "./stream-messages.js";

type Send = (message: PageMessage) => void;
type Receive = (message: StreamMessage) => void;

/** Replaced by the server with the worker's address. */
const workerPath = "__STREAM_WORKER__";
const name = "dugout-stream";

/**
 * Connects a page with the one stream of its browser: in a shared worker; without shared workers, in the page that holds a
 * lock, which the others reach by a broadcast channel; with neither, each page has its own stream.
 */
export function sharedStream(receive: Receive): {
  watch(games: readonly string[], withList: boolean): void;
} {
  const send = typeof SharedWorker === "function" ? byWorker(receive) : withoutWorker(receive);
  let watched = { games: [] as readonly string[], withList: false };
  const watch = () => send({ kind: "watch", ...watched });
  addEventListener("pagehide", () => send({ kind: "bye" }));
  addEventListener("pageshow", ({ persisted }) => persisted && watch());
  addEventListener("online", () => send({ kind: "wake" }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send({ kind: "wake" });
  });
  setInterval(() => send({ kind: "here" }), 20_000);
  return {
    watch(games, withList) {
      watched = { games, withList };
      watch();
    },
  };
}

function byWorker(receive: Receive): Send {
  const worker = new SharedWorker(workerPath, { type: "module", name });
  let send: Send = (message) => worker.port.postMessage(message);
  let asked: PageMessage | undefined;
  worker.port.onmessage = ({ data }: MessageEvent<StreamMessage>) => receive(data);
  worker.onerror = () => {
    send = withoutWorker(receive);
    if (asked !== undefined) send(asked);
  };
  return (message) => {
    if (message.kind === "watch") asked = message;
    send(message);
  };
}

const withoutWorker = (receive: Receive): Send =>
  "locks" in navigator && typeof BroadcastChannel === "function" ? byLock(receive) : alone(receive);

function alone(receive: Receive): Send {
  const streams = new GameStreams();
  return (message) => streams.take("page", message, receive);
}

type Broadcast =
  | { readonly to: "leader"; readonly from: string; readonly message: PageMessage }
  | { readonly to: "everybody" }
  | { readonly to: string; readonly message: StreamMessage };

/** One page leads: it has the stream, and forwards events to the others. When it closes, another page gets the lock. */
function byLock(receive: Receive): Send {
  const channel = new BroadcastChannel(name);
  const me = `${Date.now()} ${Math.random()}`;
  const post = (message: Broadcast) => channel.postMessage(message);
  let streams: GameStreams | undefined;
  let asked: PageMessage | undefined;
  channel.onmessage = ({ data }: MessageEvent<Broadcast>) => {
    if (data.to === me && "message" in data) receive(data.message as StreamMessage);
    else if (data.to === "everybody" && asked !== undefined) post({ to: "leader", from: me, message: asked });
    else if (data.to === "leader" && "from" in data && streams !== undefined) {
      const { from, message } = data;
      streams.take(from, message, (answer) => post({ to: from, message: answer }));
    }
  };
  const lead = () => {
    streams = new GameStreams();
    if (asked !== undefined) streams.take(me, asked, receive);
    post({ to: "everybody" });
    return new Promise<never>(() => {});
  };
  navigator.locks.request(name, lead).catch(() => {});
  return (message) => {
    if (message.kind === "watch") asked = message;
    if (streams === undefined) post({ to: "leader", from: me, message });
    else streams.take(me, message, receive);
  };
}
