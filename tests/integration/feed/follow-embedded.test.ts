import { embedded } from "../../support/places.js";
import { describeFollowing } from "./suites/following.js";

describeFollowing(embedded());
