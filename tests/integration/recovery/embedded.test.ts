import { embedded } from "../../support/places.js";
import { describeRecoverActiveGames } from "./suites/recover-active-games.js";
import { describeRecoverGame } from "./suites/recover-game.js";

const at = embedded();
describeRecoverGame(at);
describeRecoverActiveGames(at);
