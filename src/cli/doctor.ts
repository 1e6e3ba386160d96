import { version } from "../app/version.ts";
import { problem } from "../problems/problem.ts";
import type { CommandContext } from "./context.ts";
import { candidatesOf } from "./doctor/candidates.ts";
import { clockLines, inputLines } from "./doctor/inputs.ts";
import { outputLine, probeOutputs } from "./doctor/outputs.ts";
import { portState } from "./doctor/port.ts";
import { probe } from "./doctor/probe.ts";
import { probeLine, reportLines, type Section } from "./doctor/report.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { gather } from "./gather.ts";
import { partLines } from "./parts.ts";
import { prepare } from "./prepare.ts";
import { troublesOf } from "./troubles.ts";

export interface DoctorOptions {
  readonly config?: string | undefined;
}

/** One collection of every input has this long. */
const patienceMs = 10_000;

/** `taskvitals doctor`: where this is, what answers, what is missing and how to mend it. */
export const doctor = async (context: CommandContext, { config }: DoctorOptions): Promise<ExitCode> => {
  const { services, terminal, signal } = context;
  const { clock, http, environment, nodeVersion } = services;
  const { agent, loaded } = await prepare(context, { configPath: config, log: { level: "silent" } });
  const { place, settings } = agent;

  const [probed, answers, port] = await Promise.all([
    Promise.all(
      candidatesOf({ environment, place, settings }).map(async (candidate) =>
        "why" in candidate ? candidate : probe(candidate, { http, clock, signal }),
      ),
    ),
    probeOutputs(agent.senders, clock, signal),
    portState(services, settings.server),
    gather({ agent, clock, waitMs: patienceMs, signal, enough: () => true }),
  ]);

  if (signal.aborted) {
    await http.close();
    terminal.err("Stopped before all had answered.\n");
    return exitCodes.ok;
  }

  // Who has not answered yet has told of no problem either.
  const late = agent.runners
    .filter((runner) => runner.health().up === undefined)
    .map(({ name }) => problem("input-timeout", name));
  const { form, launchType = "launch type unknown" } = place;
  const valid = loaded.problems.length === 0 ? "valid" : `with ${loaded.problems.length} faults`;
  const sections: readonly Section[] = [
    { title: `taskvitals ${version}, Node.js ${nodeVersion}`, lines: [] },
    { title: "Where this is", lines: [`${form}, ${launchType}`, ...place.reasons] },
    { title: "Configuration", lines: [`from ${loaded.from}, ${valid}`] },
    { title: "What is on", lines: partLines(agent) },
    { title: "Who answers", lines: probed.map(probeLine) },
    { title: "Where it sends", lines: answers.map(outputLine) },
    { title: "What the inputs see", lines: inputLines(agent) },
    { title: "Clocks", lines: clockLines(agent, clock.now()) },
    { title: "Port", lines: [port.verdict] },
  ];
  const problems = [
    ...loaded.problems,
    ...troublesOf(agent),
    ...late,
    ...answers.flatMap(({ problem: trouble }) => (trouble === undefined ? [] : [trouble])),
    ...(port.problem === undefined ? [] : [port.problem]),
  ];
  terminal.out(`${reportLines(sections.filter(hasContent), problems, terminal.columns()).join("\n")}`);
  await http.close();
  return problems.length === 0 ? exitCodes.ok : exitCodes.failed;
};

const hasContent = ({ title, lines }: Section): boolean => lines.length > 0 || title.startsWith("taskvitals");
