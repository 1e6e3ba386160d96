import { execFileSync } from "node:child_process";
import { bundlePrograms } from "./measure.ts";
import { containers, measureOutputs, type OutputCost } from "./output-cost.ts";
import { against, circumstances, fixed, paragraphs, type Section, table } from "./section.ts";
import { measureSteadyAgents, type SteadyCost } from "./steady-agent.ts";

const warmUpMs = 60_000;
const measuredMs = 300_000;
const budget = { collectionMs: 3, residentMegabytes: 70, ownMegabytes: 30 };

/** Of Node.js with nothing to do. */
const bareResidentBytes = (): number =>
  Number(execFileSync(process.execPath, ["-p", "process.memoryUsage.rss()"], { encoding: "utf8" }));

const perHour = ({ watchedMs }: OutputCost, amount: number): number => (amount * 3_600_000) / watchedMs;

const costRow = (cost: OutputCost): string[] => [
  cost.name,
  String(cost.cadenceMs / 1000),
  fixed((cost.points / cost.cpuMs) * 1000, 0),
  fixed((cost.items / cost.cpuMs) * 1000, 0),
  fixed(cost.cpuMs / (cost.watchedMs / 60_000), 1),
  fixed(perHour(cost, cost.requests), 0),
  fixed(perHour(cost, cost.items) / containers, 0),
  fixed(perHour(cost, cost.sentBytes) / containers / 1000, 1),
  cost.receiver,
];

const costHeader = [
  "output",
  "cadence s",
  "points in/s",
  "items out/s",
  "CPU ms a minute",
  "requests/h",
  "items a container-hour",
  "kB sent a container-hour",
  "strict stand-in",
];

const steadyRow = (cost: SteadyCost, index: number): string[] => {
  // The budgets of memory are for Prometheus and two outputs that send.
  const hasBudget = index < 2;
  return [
    cost.name,
    against(cost.cpuMsPerCollection, budget.collectionMs, 1),
    fixed(cost.cpuMsPerCollection / 100, 2),
    against(cost.residentBytes / 1e6, hasBudget ? budget.residentMegabytes : undefined, 1),
    against(cost.ownBytes / 1e6, hasBudget ? budget.ownMegabytes : undefined, 1),
    fixed(cost.heapBytes / 1e6, 1),
    String(cost.deliveredItems),
    String(cost.lostItems),
  ];
};

const steadyHeader = [
  "agent",
  "CPU ms a collection",
  "% of a core",
  "resident MB",
  "its own MB",
  "heap used MB",
  "items delivered",
  "lost",
];

/** What telling back ends costs: each output alone, and the whole agent. */
export const outputs = async (): Promise<Section> => {
  const where = circumstances();
  const costs = await measureOutputs();
  const { main } = await bundlePrograms();
  const bare = bareResidentBytes();
  const steady = await measureSteadyAgents({ program: main, containers, warmUpMs, measuredMs });
  const two = steady[1]?.outputs.join(", ");
  return {
    title: "Outputs that send",
    text: paragraphs(
      where,
      `Each output by itself, on ten minutes of one scripted Fargate task of ${containers} containers (a collection every 10 s), with the
options it has when only its back end's variables are set. Points are what the agent collected and the output was
handed, items what it made of them; both by second of CPU in \`select\` and \`encode\`, compression included, code warm. Sent
is heads and bodies of requests as they go out, compressed where they are, without TLS and TCP and without what is
prepared once (templates, hosts, graph definitions); divided by the containers, the task's own figures included.`,
      table(costHeader, costs.map(costRow)),
      `The real program in real time: one minute to warm up, then five, scraped once a collection, with a buffer on disk and the
strict stand-ins as back ends. A collection is everything that follows from one tick, however many inputs take part in it: read,
derive, render, buffer, encode, send. Its own is all that is resident but pages of files. The two that send are
${two}.`,
      table(steadyHeader, steady.map(steadyRow)),
      `Budgets: ${budget.collectionMs} ms of CPU for a collection alone; ${budget.residentMegabytes} MB resident, of it ${budget.ownMegabytes} MB its own, for Prometheus and two outputs that
send. Where they are missed:

- A collection: in the loop under "Collecting", where the code is warm, it takes about the budget. At one collection every ten
  seconds V8 has compiled little of it after six minutes, and here two inputs, rendering, the agent's own scrape, the buffer and
  the requests are counted too. Options that make V8 compile earlier cost as much as they save
  (docs/decisions/0011-start-and-memory.md).
- Resident memory: Node.js with an empty program has ${fixed(bare / 1e6, 0)} MB on this machine, most of it pages of its own file, which all
  its processes share; an agent at work touches a third more of them, those of V8's compilers above all. Its own beside
  the heap is the program's text, the young generation, compiled code, and what V8 and malloc hold.`,
    ),
  };
};
