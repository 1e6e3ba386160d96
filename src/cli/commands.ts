import { type Command, Option } from "commander";
import { shapes } from "../simulate/shapes/shape.ts";
import { faultsFrom, hostFrom, numberFrom, wholeFrom } from "./arguments.ts";
import { catalogueLint, catalogueList } from "./catalogue.ts";
import { check } from "./check.ts";
import type { CommandContext } from "./context.ts";
import { demo } from "./demo.ts";
import { destinationsFrom, senders } from "./destinations.ts";
import { doctor } from "./doctor.ts";
import type { ExitCode } from "./exit-codes.ts";
import { once, onceFormats } from "./once.ts";
import { open } from "./open.ts";
import { run } from "./run.ts";
import { simulate } from "./simulate.ts";
import { faultHelp } from "./simulation-text.ts";
import { sortKeys } from "./table/rows.ts";
import { top } from "./top.ts";

/** Makes a command's work an action of commander's, which gives the parsed options. */
export type Act = <O>(
  work: (context: CommandContext, options: O) => Promise<ExitCode>,
) => (options: O) => Promise<void>;

const config = (): Option =>
  new Option(
    "-c, --config <file>",
    "configuration file, ssm:/parameter or s3://bucket/key (default: TASKVITALS_CONFIG)",
  );

const sort = (): Option => new Option("-s, --sort <by>", "what comes first").choices(sortKeys).default("cpu");

const shape = (name: string): Option =>
  new Option("--shape <name>", "what is imitated").choices(Object.keys(shapes)).default(name);

const fault = (): Option =>
  new Option("--fault <fault>", "something that goes wrong: kind[,option=value...]; any number of times")
    .argParser(faultsFrom)
    .default([], "none");

/** Every command, in the order of the help. */
export const defineCommands = (program: Command, act: Act): void => {
  program.commandsGroup("The agent:");
  program
    .command("run", { isDefault: true })
    .description("collect and serve until stopped (the default)")
    .addOption(config())
    .action(act(run));
  program
    .command("check")
    .description("say every fault of the configuration, and what would be on here")
    .addOption(config())
    .action(act(check));
  program
    .command("doctor")
    .description("say where this is, what answers, what is missing and how to mend it")
    .addOption(config())
    .action(act(doctor));

  program.commandsGroup("Looking:");
  program
    .command("once")
    .description("look once, print, end")
    .addOption(config())
    .addOption(new Option("-f, --format <format>", "what is printed").choices(onceFormats).default("table"))
    .option("-w, --wait <seconds>", "longest wait for a second sample", numberFrom(1, 300), 12)
    .action(act(once));
  program
    .command("top")
    .description("show a live table of tasks and containers")
    .addOption(config())
    .addOption(sort())
    .option("-i, --interval <seconds>", "time between two collections", numberFrom(1, 300), 2)
    .option("-n, --count <tables>", "end after so many tables, where nobody looks", wholeFrom(1, 1_000_000))
    .action(act(top));

  program
    .command("open")
    .description("print a one-time link to the page of the agent that runs on this machine")
    .addOption(config())
    .option("-p, --port <port>", "the agent's port, when it is not the configured one", wholeFrom(1, 65_535))
    .option("--host <name>", "address or name that the browser uses; with its own port, or with https://", hostFrom)
    .action(act(open));

  program.commandsGroup("Without AWS:");
  program
    .command("demo")
    .description("start a simulated task and the agent together, and show both live")
    .addOption(shape("ec2-bridge"))
    .addOption(
      new Option("-p, --port <port>", "the agent's port; the next free one when it is taken")
        .argParser(wholeFrom(0, 65_535))
        .env("ECS_METRICS_EXPORTER_PORT")
        .default(9546),
    )
    .addOption(
      new Option("--to <outputs>", "send to these outputs, too: names with commas between, or all (but stdout)")
        .argParser(destinationsFrom(senders))
        .default([], "none"),
    )
    .option("-c, --config <file>", "configuration file of the outputs to send to")
    .addOption(fault())
    .addHelpText("after", () => `\n${faultHelp()}`)
    .action(act(demo));
  program
    .command("simulate")
    .description("serve an ECS task metadata endpoint, with faults on request")
    .addOption(shape("fargate"))
    .addOption(new Option("--network <mode>", "another network mode").choices(["awsvpc", "bridge", "host", "none"]))
    .addOption(new Option("--cgroup <version>", "another cgroup version").choices(["1", "2"]))
    .option("--refresh <seconds>", "time between two samples of the source", numberFrom(0.1, 3600))
    .option("--scripted", "exact counters in place of real processes (as the next three options, too)")
    .option("--tasks <number>", "so many tasks", wholeFrom(1, 1000))
    .option("--containers <number>", "so many containers in each", wholeFrom(1, 200))
    .option("--age <seconds>", "how long the tasks have been running", numberFrom(0, 31_536_000))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("-p, --port <port>", "port to listen on; 0: any free one", wholeFrom(0, 65_535), 0)
    .option("--access-log <file>", "where the live web server writes its access log (LTSV)")
    .addOption(fault())
    .addHelpText("after", () => `\n${faultHelp()}`)
    .action(act(simulate));

  program.commandsGroup("Reference:");
  const catalogue = program.command("catalogue").description("say what there is to measure");
  catalogue
    .command("list")
    .description("list every metric, one a line")
    .option("--json", "with everything that is known of each")
    .action(act(catalogueList));
  catalogue.command("lint").description("check the catalogue against its own rules").action(act(catalogueLint));
  for (const command of [program, catalogue]) {
    command.helpCommand("help [command]", "say what a command does and takes");
  }
};
