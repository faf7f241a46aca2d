import { embedded } from "../../support/places.js";
import { describeIsolatedAnswers } from "./suites/isolated-answers.js";
import { describeIsolatedWork } from "./suites/isolated-work.js";

const at = embedded();
describeIsolatedWork(at);
describeIsolatedAnswers(at);
