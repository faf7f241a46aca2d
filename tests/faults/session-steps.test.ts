import { atEveryStep } from "../support/fault-steps.js";
import { inSession } from "../support/fault-ways.js";

atEveryStep(inSession);
