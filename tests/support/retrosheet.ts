import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { needs } from "./needs.js";

/** Real games, in a folder next to the project, because they are not part of it. */
export const postseasonFolder = fileURLToPath(new URL("../../../shared/data/2016post", import.meta.url));

export const postseasonIsMissing = !existsSync(postseasonFolder);
export const needsPostseason = needs(!postseasonIsMissing, "Retrosheet's postseason of 2016 is missing");

/** Every real game that there is: the postseason of 2016, and the regular season of 2020. */
export const seasonFolder = fileURLToPath(new URL("../../../shared/data/2020", import.meta.url));
export const realGamesFolders = [postseasonFolder, seasonFolder] as const;
export const realGamesAreMissing = realGamesFolders.some((folder) => !existsSync(folder));
export const needsRealGames = needs(!realGamesAreMissing, "Retrosheet's season of 2020 is missing");
