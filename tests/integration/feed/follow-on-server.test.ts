import { onServer } from "../../support/places.js";
import { describeFollowing } from "./suites/following.js";

describeFollowing(onServer());
