import type { Terminal } from "../ports/terminal.ts";

export const nodeTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stdout.isTTY === true,
  columns: () => process.stdout.columns ?? 120,
  rows: () => process.stdout.rows ?? 40,
};
