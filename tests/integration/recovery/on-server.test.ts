import { onServer } from "../../support/places.js";
import { describeRecoverActiveGames } from "./suites/recover-active-games.js";
import { describeRecoverGame } from "./suites/recover-game.js";

const at = onServer();
describeRecoverGame(at);
describeRecoverActiveGames(at);
