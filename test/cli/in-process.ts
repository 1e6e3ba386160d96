import { nodeServices } from "../../src/app/node-services.ts";
import { runProgram } from "../../src/cli/program.ts";
import { openFakeTerminal } from "./fake-terminal.ts";

/** The program without a process of its own: what it writes, and the code it would end with. */
export const inProcess = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
) => {
  const terminal = openFakeTerminal();
  const services = { ...nodeServices(), environment };
  const code = await runProgram(args, { services, terminal, signal, onDefect: () => {}, onHangUp: () => {} });
  return { code, out: terminal.written(), err: terminal.complained() };
};
