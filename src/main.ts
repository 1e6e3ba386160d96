#!/usr/bin/env -S node --max-semi-space-size=2 --v8-pool-size=1
import { nodeServices } from "./app/node-services.ts";
import { runProgram } from "./cli/program.ts";
import { onDefect, onHangUp, stopSignal } from "./platform/process.ts";
import { exit, openTerminal } from "./platform/terminal.ts";

/** Who stops a program does not wait for what reads it. */
const lastWordsMs = 1000;

const signal = stopSignal();
const code = await runProgram(process.argv.slice(2), {
  services: nodeServices(),
  terminal: openTerminal(),
  signal,
  onDefect,
  onHangUp,
});
exit(code, signal.aborted ? lastWordsMs : undefined);
