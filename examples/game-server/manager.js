// @ts-check
import { WebSocket } from "ws";

/**
 * Plays one side of a game: rolls the dice when its side bats. Without a side it watches. If the connection to the server is
 * lost, it reconnects, names the last event that it saw, and requests the play again that it had requested.
 *
 * @param {string} url such as `ws://127.0.0.1:8080/<game id>`
 * @param {"away" | "home" | null} side
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
          // Some plays have not arrived here yet.
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
