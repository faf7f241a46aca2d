import { onServer } from "../../support/places.js";
import { describeDecisions } from "./suites/decisions.js";
import { describeLineupAt } from "./suites/lineup-at.js";
import { describeRevision } from "./suites/revision.js";
import { describeRewind } from "./suites/rewind.js";
import { describeStartingLineups } from "./suites/starting-lineups.js";
import { describeSubstitutionRefusals } from "./suites/substitution-refusals.js";
import { describeSubstitutions } from "./suites/substitutions.js";

const at = onServer();
describeStartingLineups(at);
describeSubstitutions(at);
describeSubstitutionRefusals(at);
describeLineupAt(at);
describeDecisions(at);
describeRewind(at);
describeRevision(at);
