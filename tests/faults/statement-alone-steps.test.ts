import { atEveryStep } from "../support/fault-steps.js";
import { recordExpectedPlayAlone, recordPlayAlone, savePlayAlone } from "../support/fault-ways.js";

atEveryStep(savePlayAlone, recordPlayAlone, recordExpectedPlayAlone);
