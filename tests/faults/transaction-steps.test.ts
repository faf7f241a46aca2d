import { atEveryStep } from "../support/fault-steps.js";
import { inTransaction } from "../support/fault-ways.js";

atEveryStep(inTransaction);
