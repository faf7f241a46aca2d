import { behindPgBouncer, describeBehindPgBouncer } from "../../support/pgbouncer.js";
import { describeDeleteGame } from "../database/suites/delete-game.js";
import { describeExpectedState } from "../database/suites/expected-state.js";
import { describeGameList } from "../database/suites/game-list.js";
import { describeGameSessions } from "../database/suites/game-sessions.js";
import { describeGames } from "../database/suites/games.js";
import { describeLifeCycle } from "../database/suites/life-cycle.js";
import { describeLineups } from "../database/suites/lineups.js";
import { describePlayColumns } from "../database/suites/play-columns.js";
import { describePlays } from "../database/suites/plays.js";
import { describeRepeatedPlays } from "../database/suites/repeated-plays.js";
import { describeRosters } from "../database/suites/rosters.js";

describeBehindPgBouncer("behind PgBouncer in transaction mode", () => {
  const at = behindPgBouncer();
  describeGames(at);
  describeLifeCycle(at);
  describeExpectedState(at);
  describeGameList(at);
  describeDeleteGame(at);
  describeLineups(at);
  describeRosters(at);
  describePlays(at);
  describePlayColumns(at);
  describeRepeatedPlays(at);
  describeGameSessions(at);
});
