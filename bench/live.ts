import { type LiveCost, measureLive } from "./live-cost.ts";
import { measureWorst } from "./live-worst.ts";
import { bundlePrograms } from "./measure.ts";
import { against, circumstances, fixed, megabytes, paragraphs, type Section, table } from "./section.ts";

const readers = 50;
const phaseMs = 20_000;
/** CPU ms a second of all readers together, for 100 containers: 5 % of a core. */
const budgetMs = 50;

const header = [
  "containers",
  "CPU ms/s, unwatched",
  "one reader",
  `${readers} readers`,
  `${readers} readers alone`,
  "events/s",
  "bytes/event",
  "table kB",
  "history MB",
  "history s",
  "resident MB",
];

const row = (cost: LiveCost): string[] => [
  String(cost.containers),
  fixed(cost.unwatchedMs, 1),
  fixed(cost.oneReaderMs, 1),
  against(cost.allReadersMs, cost.containers === 100 ? budgetMs : undefined, 1),
  fixed(cost.allReadersMs - cost.oneReaderMs, 1),
  fixed(cost.eventsPerSecond, 2),
  fixed(cost.bytesPerSecond / cost.eventsPerSecond, 0),
  fixed(cost.tableBytes / 1000, 0),
  megabytes(cost.historyBytes),
  fixed(cost.historyKeptMs / 1000, 0),
  megabytes(cost.residentBytes),
];

const worstHeader = ["containers", "series", "history MB", "history s", "delta kB", "CPU ms a delta"];

const worstRow = (containers: number): string[] => {
  const cost = measureWorst(containers);
  return [
    String(containers),
    String(cost.series),
    megabytes(cost.historyBytes),
    fixed(cost.historyKeptMs / 1000, 0),
    fixed(cost.deltaBytes / 1000, 1),
    fixed(cost.deltaMs, 2),
  ];
};

/** What those cost who watch the live page. */
export const live = async (): Promise<Section> => {
  const where = circumstances();
  const { main: program } = await bundlePrograms();
  const costs: LiveCost[] = [];
  for (const containers of [10, 100]) costs.push(await measureLive({ program, containers, readers, phaseMs }));
  return {
    title: "The live page's stream",
    text: paragraphs(
      where,
      `The bundled program beside a task on EC2, whose endpoint has news every second, in real time: nobody watches (a\ncollection every 10 s), one reader of /api/live (one every second), ${readers} readers. CPU of the whole program, collections\nincluded. The memory of the last 15 minutes is what it holds after ${(phaseMs * 4) / 1000} s, at its full size.`,
      table(header, costs.map(row)),
      `Budget: ${budgetMs} ms/s (5 % of a core) with ${readers} readers of 100 containers, of which most is collecting every second.`,
      "By themselves, in the worst case that every metric of every container is there and changes: the memory of the last 15\nminutes at an interval of 10 s (16 MiB at the most: with more series it goes less far back), and the making of one delta.",
      table(worstHeader, [10, 100, 1000].map(worstRow)),
    ),
  };
};
