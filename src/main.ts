#!/usr/bin/env node
import { nodeServices } from "./app/node-services.ts";
import { runProgram } from "./cli/program.ts";
import { stopSignal } from "./platform/process.ts";
import { nodeTerminal } from "./platform/terminal.ts";

const code = await runProgram(process.argv.slice(2), {
  services: nodeServices(),
  terminal: nodeTerminal,
  signal: stopSignal(),
});
process.exit(code);
