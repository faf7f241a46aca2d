import { onServer } from "../../support/places.js";
import { describeGameSessions } from "./suites/game-sessions.js";
import { describeGames } from "./suites/games.js";
import { describeLineups } from "./suites/lineups.js";
import { describePlayColumns } from "./suites/play-columns.js";
import { describePlays } from "./suites/plays.js";
import { describeRepeatedPlays } from "./suites/repeated-plays.js";
import { describeRosters } from "./suites/rosters.js";

const at = onServer();
describeGames(at);
describeLineups(at);
describeRosters(at);
describePlays(at);
describePlayColumns(at);
describeRepeatedPlays(at);
describeGameSessions(at);
