#!/usr/bin/env node
import { createProgram, runProgram } from "./program.js";

// A reader such as `head` may have enough before all is said: what the command does is still done to its end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await runProgram(createProgram());
