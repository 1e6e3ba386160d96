import { compose } from "../app/compose.ts";
import { openConfiguration } from "../app/configuration.ts";
import { start } from "../app/lifecycle.ts";
import { openReload } from "../app/reload.ts";
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
export const run = async (context: CommandContext, { config: path }: RunOptions): Promise<ExitCode> => {
  const { services, signal, terminal } = context;
  const { environment, files, disk, clock } = services;
  const configuration = await openConfiguration({ environment, files, disk, path, aws: services, signal });
  const { loaded } = configuration;
  const { agent: first, log } = await prepare(context, { loaded, leaves: true });
  context.onDefect((thrown) => first.board.update("agent", [defectProblem(thrown)]));

  let agent = first;
  const reload = openReload({
    configuration,
    settings: () => agent.settings,
    apply: async (settings) => {
      if (!started.ok) return;
      agent = compose({ settings, place: agent.place, services, log, previous: agent });
      await started.change(agent);
    },
    clock,
    log,
    signal,
  });
  first.configuration.facts = reload.facts;
  const started = await start({ agent, services, log, from: loaded.from, problems: reload.problems, signal });
  if (!started.ok) {
    tell(context, [started.problem]);
    return exitCodes.failed;
  }
  // In a terminal, it goes with the terminal.
  if (!terminal.interactive) context.onHangUp(reload.look);
  void reload.run();
  await started.stopped;
  return exitCodes.ok;
};
