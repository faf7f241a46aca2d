import { atEveryStep } from "../support/fault-steps.js";
import { recordPlayAlone, savePlayAlone } from "../support/fault-ways.js";

atEveryStep(savePlayAlone, recordPlayAlone);
