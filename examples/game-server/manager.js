// @ts-check
import { WebSocket } from "ws";

/**
 * Plays one side of a game: rolls the dice when its side bats. When the server goes away it comes back, says which
 * event it saw last, and asks again for the play that it had asked for.
 *
 * @param {string} url such as `ws://127.0.0.1:8080/<game id>`
 * @param {"away" | "home"} side
 * @param {(play: import("dugout").Play) => void} [onPlay]
 * @returns {Promise<import("dugout").Play[]>} every play, as this client saw it
 */
export function manage(url, side, onPlay = () => {}) {
  /** @type {import("dugout").Play[]} */
  let seen = [];
  let cursor = "";
  return new Promise((resolve) => {
    const connect = () => {
      const socket = new WebSocket(`${url}?after=${cursor}`);
      socket.on("error", () => {});
      socket.on("close", () => setTimeout(connect, 100));
      socket.on("message", (message) => {
        const { event, next } = JSON.parse(String(message));
        if (event) {
          cursor = event.cursor;
          if (event.type === "game") seen = event.plays;
          if (event.type === "play") {
            seen.push(event.play);
            onPlay(event.play);
          }
        } else if (next.playNumber !== seen.length + 1) {
          // There are plays that are still to come here.
        } else if (next.status === "completed") {
          socket.removeAllListeners("close").close();
          resolve(seen);
        } else if (next.side === side) {
          socket.send(JSON.stringify({ playNumber: next.playNumber }));
        }
      });
    };
    connect();
  });
}
