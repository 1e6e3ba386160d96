import { bundlePrograms, type Figures, measure } from "./measure.ts";
import { dockerScenarios, intervalMs, scenarios } from "./scenario.ts";
import { against, circumstances, fixed, megabytes, paragraphs, type Section, table } from "./section.ts";
import { median, quantile } from "./table.ts";

const row = ({ scenario, ...figures }: Figures): string[] => {
  const collectionMs = median(figures.collections);
  return [
    scenario.name,
    String(figures.containers),
    against(collectionMs, scenario.budget?.collectionMs, 2),
    against((collectionMs / intervalMs) * 100, scenario.budget?.coreShare && scenario.budget.coreShare * 100, 3),
    fixed(median(figures.renders), 2),
    fixed(median(figures.scrapeMs), 2),
    against(quantile(figures.scrapeMs, 0.99), scenario.budget?.scrapeMs, 2),
    fixed(figures.scrapeCpuMs, 3),
    against(figures.scrapesPerSecond, undefined, 0),
    megabytes(figures.bodyBytes),
    megabytes(figures.rss),
    megabytes(figures.heapUsed),
  ];
};

const header = [
  "scenario",
  "containers",
  "collection, CPU ms (median)",
  "% of a core at 10 s",
  "first render ms",
  "scrape ms (median)",
  "scrape ms (p99)",
  "CPU ms a scrape",
  "scrapes/s",
  "body MB",
  "resident MB",
  "own heap MB",
];

const dockerRow = ({ scenario, ...figures }: Figures): string[] => {
  const collectionMs = median(figures.collections);
  return [
    scenario.name,
    String(figures.containers),
    fixed(collectionMs, 2),
    against((collectionMs / intervalMs) * 100, (scenario.budget?.coreShare ?? 0) * 100, 3),
    fixed((median(figures.collections) * 60_000) / intervalMs, 0),
    megabytes(figures.rss),
  ];
};

const dockerHeader = [
  "figures by",
  "containers",
  "collection, CPU ms (median)",
  "% of a core at 10 s",
  "CPU ms a minute",
  "resident MB",
];

/** What collecting and being scraped costs. */
export const collections = async (): Promise<Section> => {
  const where = circumstances();
  const programs = await bundlePrograms();
  const figures: Figures[] = [];
  for (const scenario of scenarios) figures.push(await measure(scenario, programs));
  const docker: Figures[] = [];
  for (const scenario of dockerScenarios) docker.push(await measure(scenario, programs));
  return {
    title: "Collecting, and /metrics",
    text: paragraphs(
      where,
      "Ten minutes of collections of a scripted task in one go, scraped by one other process. Nothing is sent. At that speed,\nand without the options that the program starts with, the heap grows beyond that of a steady agent (Outputs that send).\nTimes of scrapes and scrapes/s are by the wall clock: where others load the CPUs, they say how much.",
      table(header, figures.map(row)),
      "A daemon on a Docker host, 40 tasks of 5 containers, all inputs on that find something. The engine is a simulated one of Docker\n25 in a process of its own, which costs the agent what a real one does; the host's files are in a folder on disk, where the\nkernel has them at hand: real ones cost what it takes to make them, too (`memory.stat` some 10 us). What asking costs the\nengine itself (about 2 ms a container) comes on top of the last row.",
      table(dockerHeader, docker.map(dockerRow)),
      "Budgets: 3 ms of CPU a collection, 1 ms a scrape (p99) and 5,000 scrapes/s on one core for a task of 10; 1 % of a core\nfor a daemon of 200. Where p99 is many times the median, the machine stood still now and then: reader and agent have two CPUs,\nwhich belong to others too.",
    ),
  };
};
