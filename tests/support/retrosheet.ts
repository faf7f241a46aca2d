import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real games, which lie beside the project and are not part of it. */
export const postseasonFolder = fileURLToPath(new URL("../../../shared/data/2016post", import.meta.url));

export const postseasonIsMissing = !existsSync(postseasonFolder);
if (postseasonIsMissing) {
  console.warn(`Real games are not compared: the folder ${postseasonFolder} is missing.`);
}

/** Every real game that there is: the postseason of 2016, and the regular season of 2020. */
export const seasonFolder = fileURLToPath(new URL("../../../shared/data/2020", import.meta.url));
export const realGamesFolders = [postseasonFolder, seasonFolder] as const;
export const realGamesAreMissing = realGamesFolders.some((folder) => !existsSync(folder));
