import { bundlePrograms, type Figures, measure, measureStart } from "./measure.ts";
import { intervalMs, scenarios } from "./scenario.ts";
import { median, quantile, tableLines } from "./table.ts";

const fixed = (value: number, digits: number): string => value.toFixed(digits);
const megabytes = (bytes: number): string => fixed(bytes / 1e6, 1);

const against = (value: number, budget: number | undefined, digits: number): string =>
  budget === undefined
    ? fixed(value, digits)
    : `${fixed(value, digits)} (${value <= budget ? "within" : "OVER"} ${budget})`;

const row = ({ scenario, ...figures }: Figures): string[] => {
  const collectionMs = median(figures.collections);
  return [
    scenario.name,
    String(figures.containers),
    against(collectionMs, scenario.budget?.collectionMs, 2),
    against((collectionMs / intervalMs) * 100, scenario.budget?.coreShare && scenario.budget.coreShare * 100, 3),
    fixed(median(figures.renders), 2),
    against(quantile(figures.scrapeMs, 0.99), scenario.name === "task of 10" ? 1 : undefined, 2),
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
  "scrape ms (p99)",
  "CPU ms a scrape",
  "scrapes/s",
  "body MB",
  "resident MB",
  "own heap MB",
];

const programs = await bundlePrograms();
const figures: Figures[] = [];
for (const scenario of scenarios) figures.push(await measure(scenario, programs));

const [, taskOfTen] = scenarios;
const starts: number[] = [];
for (let run = 0; taskOfTen !== undefined && run < 7; run += 1)
  starts.push(await measureStart(taskOfTen, programs, 19_546 + run));

console.log(`\nNode.js ${process.version}, ten minutes of collections a scenario, scraped by one other process\n`);
for (const line of tableLines(header, figures.map(row))) console.log(line);
console.log(`\nstart to first sample: median ${against(median(starts), 300, 0)} ms of ${starts.length} starts`);
console.log(
  "budgets: 3 ms a collection and 1 ms a scrape (p99), 5,000 scrapes/s for a task of 10; 1 % of a core for a daemon of 200;",
);
console.log(
  "70 MB resident, 30 MB of it its own, with two push outputs beside; 300 ms from the start to the first sample\n",
);
