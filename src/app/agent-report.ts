import type { Settings } from "../config/load.ts";
import type { Place } from "../model/place.ts";
import { present } from "../model/present.ts";
import type { StandingProblem } from "../pipeline/problem-board.ts";
import type { Runner } from "../pipeline/runner.ts";
import type { InputDefinition } from "../ports/input.ts";
import type { LiveFeed } from "../ports/live-feed.ts";
import type { OutputDefinition } from "../ports/output.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import type { ProcessUsage } from "../ports/process-usage.ts";
import { problems } from "../problems/table.ts";
import type { AgentReport, Trouble } from "../web/api/contract.ts";
import { configurationInForce } from "./configuration-in-force.ts";
import type { Selection } from "./selection.ts";
import { version } from "./version.ts";

export interface AgentReportOptions {
  /** Of this run of the agent. */
  readonly agent: string;
  readonly node: string;
  readonly startedMs: number;
  readonly place: Place;
  readonly settings: Settings;
  readonly inputs: readonly Selection<InputDefinition>[];
  readonly outputs: readonly Selection<OutputDefinition>[];
  readonly runners: readonly Runner[];
  readonly feed: LiveFeed;
  usage(): ProcessUsage;
  exposedBytes(): ReadonlyMap<string, number>;
  deliveries(): readonly OutputHealth[];
  troubles(): readonly Trouble[];
}

/** A trouble with what it is called and what to do. */
export const troubleOf = ({ code, owner, subject, detail, sinceMs }: StandingProblem): Trouble => {
  const { severity, title, fix } = problems[code];
  return { code, severity, owner, subject, detail, title, fix, sinceMs };
};

type InputReport = AgentReport["inputs"][number];
type OutputReport = AgentReport["outputs"][number];

const inputReport = (
  { definition: { name, description }, on, why }: Selection<InputDefinition>,
  runner: Runner | undefined,
): InputReport => {
  if (runner === undefined) return { name, description, on, why };
  const { up, durationMs, lastSuccessMs, newestSampleMs } = runner.health();
  const { collections, errors } = runner.counts();
  return {
    name,
    description,
    on,
    why,
    ...present({ up, durationMs, lastSuccessMs, newestSampleMs, collections }),
    errors: Object.fromEntries(errors),
  };
};

const lostOf = ({ dropped, refused, lostPoints }: OutputHealth): Record<string, number> => {
  const lost: Record<string, number> = {};
  for (const [reason, number] of [...dropped, ...refused, ...lostPoints]) lost[reason] = (lost[reason] ?? 0) + number;
  return lost;
};

const pushReport = (health: OutputHealth): Partial<OutputReport> => {
  const { circuit, items, delivered, inHand, retried, sentBytes, queue, lastDeliveredMs } = health;
  return {
    circuit,
    items,
    delivered,
    inHand,
    retried,
    lost: lostOf(health),
    sentBytes,
    queuedRecords: queue.records,
    queuedBytes: queue.bytes,
    ...present({ oldestMs: queue.oldestMs, roomSeconds: queue.roomSeconds, lastDeliveredMs }),
    troubles: health.problems.map((problem) => {
      const { sinceMs: _, ...told } = troubleOf({ ...problem, owner: health.name, sinceMs: 0 });
      return told;
    }),
  };
};

const outputReport = (
  { definition: { name, description, kind }, on, why }: Selection<OutputDefinition>,
  { exposedBytes, deliveries }: AgentReportOptions,
): OutputReport => {
  const health = deliveries().find((one) => one.name === name);
  const exposed = exposedBytes().get(name);
  return {
    name,
    description,
    kind,
    on,
    why,
    ...(exposed === undefined ? {} : { exposedBytes: exposed }),
    ...(health === undefined ? {} : pushReport(health)),
  };
};

/** The agent's own CPU, by the feed's rates. */
const cpuVcpusIn = (feed: LiveFeed): number | undefined =>
  feed
    .current()
    .snapshot.entries.find(({ resource }) => resource.scope === "self")
    ?.points.find(({ metric }) => metric === "taskvitals.process.cpu_time")?.perSecond;

/** How the agent fares. */
export const agentReport = (options: AgentReportOptions): AgentReport => {
  const { agent, node, startedMs, place, settings, feed, runners } = options;
  const { residentBytes, heapUsedBytes } = options.usage();
  const { snapshot, pace } = feed.current();
  return {
    agent,
    version,
    node,
    form: place.form,
    ...present({ launchType: place.launchType, cpuVcpus: cpuVcpusIn(feed) }),
    reasons: [...place.reasons],
    startedMs,
    takenAtMs: snapshot.takenAtMs,
    pace: { ...pace },
    residentBytes,
    heapUsedBytes,
    history: { ...feed.extent() },
    inputs: options.inputs.map((one) =>
      inputReport(
        one,
        runners.find(({ name }) => name === one.definition.name),
      ),
    ),
    outputs: options.outputs.map((one) => outputReport(one, options)),
    troubles: [...options.troubles()],
    configuration: [...configurationInForce(settings)],
  };
};
