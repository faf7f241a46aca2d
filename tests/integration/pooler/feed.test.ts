import { behindPgBouncer, describeBehindPgBouncer } from "../../support/pgbouncer.js";
import { describeFollowing } from "../feed/suites/following.js";

describeBehindPgBouncer("the live feed behind PgBouncer in transaction mode", () => {
  describeFollowing(behindPgBouncer());
});
