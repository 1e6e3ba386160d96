import { readExposition } from "../src/formats/app-exposition/exposition.ts";
import type { Reading } from "../src/formats/app-reading.ts";
import { readJsonMetrics } from "../src/formats/json-metrics/json-metrics.ts";
import { cpuMs } from "./cpu.ts";
import { expositionOf } from "./exposition-of-an-app.ts";
import { circumstances, fixed, megabytes, paragraphs, type Section, table } from "./section.ts";
import { median } from "./table.ts";

const targets = 50;
const series = 500;
const rounds = 60;
/** What V8 needs to know the code; not measured. */
const warmUp = 20;

interface Format {
  readonly name: string;
  readonly answer: (app: number) => string;
  readonly read: (body: string, nowMs: number) => Reading;
}

const maxSamples = 10_000;

const figures = (app: number): string =>
  JSON.stringify({
    queues: Array.from({ length: series / 5 }, (_, index) => ({
      depth: index + app,
      in: app,
      out: 1.5,
      age: 0.25,
      max: 9,
    })),
  });

const formats: readonly Format[] = [
  {
    name: "text 0.0.4",
    answer: (app) => expositionOf(app, series),
    read: (body, nowMs) => readExposition(body, "text/plain; version=0.0.4", { nowMs, maxSamples }),
  },
  {
    name: "OpenMetrics",
    answer: (app) => `${expositionOf(app, series).replaceAll(/# (HELP|TYPE) (\S+)_total/g, "# $1 $2")}# EOF\n`,
    read: (body, nowMs) => readExposition(body, "application/openmetrics-text; version=1.0.0", { nowMs, maxSamples }),
  },
  { name: "JSON", answer: figures, read: (body, nowMs) => readJsonMetrics(body, { nowMs, maxSamples }) },
];

const row = ({ name, answer, read }: Format): string[] => {
  const answers = Array.from({ length: targets }, (_, app) => Buffer.from(answer(app)));
  const bytes = answers.reduce((sum, one) => sum + one.length, 0);
  const times: number[] = [];
  let samples = 0;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const from = cpuMs();
    const readings = answers.map((one) => read(one.toString("utf8"), round));
    if (round >= warmUp) times.push(cpuMs() - from);
    samples = readings.reduce((sum, one) => sum + one.samples, 0);
  }
  const roundMs = median(times);
  return [
    name,
    String(samples),
    megabytes(bytes),
    fixed(roundMs, 1),
    fixed(roundMs / 100, 2),
    fixed(bytes / 1000 / roundMs, 0),
    fixed((samples / roundMs) * 1000, 0),
  ];
};

const header = ["format", "series", "MB", "CPU ms (median)", "% of a core at 10 s", "MB/s", "series/s"];

/** What reading the answers of apps costs, from bytes to families. */
export const appReadings = async (): Promise<Section> => {
  const where = circumstances();
  return {
    title: "Reading apps' own metrics",
    text: paragraphs(
      where,
      `The answers of ${targets} targets of ${series} series, in text half of them buckets of histograms, from bytes to families: one\nround of all of them, ${rounds} times. Asking for them is not in it.`,
      table(header, formats.map(row)),
    ),
  };
};
