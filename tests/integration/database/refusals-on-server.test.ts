import { onServer } from "../../support/places.js";
import { describeConflictRefusals } from "./suites/conflict-refusals.js";
import { describeInputRefusals } from "./suites/input-refusals.js";
import { describeLeagueRefusals } from "./suites/league-refusals.js";
import { describeReferenceRefusals } from "./suites/reference-refusals.js";
import { describeStoredValues } from "./suites/stored-values.js";

const at = onServer();
describeInputRefusals(at);
describeReferenceRefusals(at);
describeConflictRefusals(at);
describeLeagueRefusals(at);
describeStoredValues(at);
