import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real games, which lie beside the project and are not part of it. */
export const postseasonFolder = fileURLToPath(new URL("../../../shared/data/2016post", import.meta.url));

export const postseasonIsMissing = !existsSync(postseasonFolder);
if (postseasonIsMissing) {
  console.warn(`Real games are not compared: the folder ${postseasonFolder} is missing.`);
}
