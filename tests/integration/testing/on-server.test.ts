import { onServer } from "../../support/places.js";
import { describeIsolatedAnswers } from "./suites/isolated-answers.js";
import { describeIsolatedWork } from "./suites/isolated-work.js";

const at = onServer();
describeIsolatedWork(at);
describeIsolatedAnswers(at);
