#!/usr/bin/env node
import { outliveReaders } from "./output.js";
import { createProgram } from "./program.js";
import { runProgram } from "./run-program.js";

outliveReaders();
await runProgram(createProgram());
