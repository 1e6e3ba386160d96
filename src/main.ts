#!/usr/bin/env node
import { nodeServices } from "./app/node-services.ts";
import { runProgram } from "./cli/program.ts";
import { onDefect, stopSignal } from "./platform/process.ts";
import { exit, openTerminal } from "./platform/terminal.ts";

const code = await runProgram(process.argv.slice(2), {
  services: nodeServices(),
  terminal: openTerminal(),
  signal: stopSignal(),
  onDefect,
});
exit(code);
