import type { BoxScore } from "../../stats/box-score/index.js";

const date = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });

/** `Chicago at Cleveland, November 2, 2016` */
export function titleOf({ away, home, game }: BoxScore): string {
  return `${away.name} at ${home.name}, ${date.format(game.startedAt ?? game.createdAt)}`;
}
