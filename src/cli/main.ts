#!/usr/bin/env node
import { outliveReaders } from "./output.js";
import { createProgram, runProgram } from "./program.js";

outliveReaders();
await runProgram(createProgram());
