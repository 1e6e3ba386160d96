import { Command, CommanderError } from "commander";
import { version } from "../app/version.ts";
import { nearest } from "../config/nearest.ts";
import type { Terminal } from "../ports/terminal.ts";
import { type Act, defineCommands } from "./commands.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { programHelp } from "./help.ts";

const hint = "Run taskvitals --help to see all commands.";

/** Where a command says what it takes; the default's options may stand without its name. */
const hintFor = (command: Command): string => {
  const names: string[] = [];
  for (let one: Command | null = command; one !== null; one = one.parent) names.unshift(one.name());
  return names.length === 1 ? hint : `Run ${names.join(" ")} --help to see what it takes.`;
};

/** The program with all its commands. `act` runs the one that was asked for. */
export const createProgram = (act: Act): Command => {
  const program = new Command("taskvitals")
    .description("Monitors Amazon ECS tasks and containers: metrics at :9546/metrics, on Fargate, EC2 and anywhere.")
    .version(version, "-V, --version", "say the version")
    .helpOption("-h, --help", "say this")
    .usage("[command] [options]")
    .addHelpText("after", programHelp);
  defineCommands(program, act);
  return program;
};

/** Since `run` is the default, commander would take an unknown command for an argument of it. */
const unknownCommand = (program: Command, [first]: readonly string[]): string | undefined => {
  if (first === undefined || first.startsWith("-") || first === "help") return undefined;
  const names = program.commands.map((command) => command.name());
  if (names.includes(first)) return undefined;
  const near = nearest(first, names);
  return `error: there is no command ${first}${near === undefined ? "" : `; did you mean ${near}?`}\n${hint}\n`;
};

/** Every command writes where the context says and throws instead of ending the process. */
const embed = (command: Command, terminal: Terminal): void => {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError(hintFor(command));
  for (const inner of command.commands) embed(inner, terminal);
};

/** Argv -> command -> exit code. */
export const runProgram = async (args: readonly string[], context: CommandContext): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.ok;
  const program = createProgram((work) => async (options) => {
    code = await work(context, options);
  });
  embed(program, context.terminal);
  const unknown = unknownCommand(program, args);
  if (unknown !== undefined) {
    context.terminal.err(unknown);
    return exitCodes.usage;
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw error;
  }
};
