import { start } from "../app/lifecycle.ts";
import type { CommandContext } from "./context.ts";
import { defectProblem } from "./defect.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { prepare } from "./prepare.ts";
import { tell } from "./troubles.ts";

export interface RunOptions {
  readonly config?: string | undefined;
}

/**
 * `taskvitals run`: collects and serves until it is asked to stop. A defect is told and survived: the agent is an
 * essential container of most tasks it runs in, and its end would be theirs.
 */
export const run = async (context: CommandContext, { config }: RunOptions): Promise<ExitCode> => {
  const { services, signal } = context;
  const { agent, loaded, log } = await prepare(context, { configPath: config });
  context.onDefect((thrown) => agent.board.update("agent", [defectProblem(thrown)]));
  const started = await start({ agent, services, log, from: loaded.from, problems: () => loaded.problems, signal });
  if (!started.ok) {
    tell(context, [started.problem]);
    return exitCodes.failed;
  }
  await started.stopped;
  return exitCodes.ok;
};
