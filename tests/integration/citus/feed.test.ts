import { describeOnCitus, distributedByGame } from "../../support/citus-server.js";
import { describeFollowing } from "../feed/suites/following.js";

describeOnCitus("the live feed of games that are distributed, on Citus", () => {
  describeFollowing(distributedByGame());
});
