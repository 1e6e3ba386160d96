import { explainProblem } from "../problems/problem.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { partLines } from "./parts.ts";
import { prepare } from "./prepare.ts";

export interface CheckOptions {
  readonly config?: string | undefined;
}

/** `taskvitals check`: says every fault of the configuration and what would be on here; fails when there is a fault. */
export const check = async (context: CommandContext, { config }: CheckOptions): Promise<ExitCode> => {
  const { terminal } = context;
  const { agent, loaded } = await prepare(context, { configPath: config, log: { level: "silent" } });
  const { problems, from } = loaded;
  for (const problem of problems) terminal.err(`${explainProblem(problem)}\n`);
  const faults = problems.length === 1 ? "1 fault" : `${problems.length} faults`;
  if (problems.length > 0) terminal.err(`\n${faults} in the configuration (from ${from}).\n\n`);
  else terminal.out(`The configuration is valid (from ${from}).\n\n`);
  const { host = "all addresses", port } = agent.settings.server;
  terminal.out(`${partLines(agent).join("\n")}\nPort\n  ${port} on ${host}, form ${agent.place.form}\n`);
  return problems.length === 0 ? exitCodes.ok : exitCodes.invalid;
};
