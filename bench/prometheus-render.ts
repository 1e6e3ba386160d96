import { prometheus } from "../src/outputs/prometheus/index.ts";
import { everyMetricSnapshot } from "../src/outputs/prometheus/sample-snapshots.ts";

/** What rendering /metrics costs: every metric on every container, which no real task has. */
export interface RenderCost {
  readonly dialects: string;
  readonly accept: string;
  readonly containers: number;
  readonly series: number;
  readonly kilobytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the middle run. */
  readonly microsecondsPerSeries: number;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const seriesIn = (body: string): number =>
  body.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length;

export const measureRender = (dialects: string, accept: string, containers: number, runs: number): RenderCost => {
  const output = prometheus.create(prometheus.config.parse({ dialects: dialects.split("+") }));
  const variant = output.variant({ accept });
  const snapshot = everyMetricSnapshot(containers);
  const { body } = output.render(snapshot, variant);
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < runs + runs / 2; run += 1) {
    const from = performance.now();
    // Encoding makes V8 write the text out, which joining alone leaves for later.
    bytes += Buffer.byteLength(output.render(snapshot, variant).body);
    if (run >= runs / 2) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const series = seriesIn(body);
  const p50Ms = percentile(times, 0.5);
  return {
    dialects,
    accept: variant,
    containers,
    series,
    kilobytes: Math.round(bytes / (runs * 1.5) / 1024),
    p50Ms,
    p99Ms: percentile(times, 0.99),
    microsecondsPerSeries: (p50Ms * 1000) / series,
  };
};

const openMetrics = "application/openmetrics-text;version=1.0.0";

const cases: readonly (readonly [dialects: string, accept: string, containers: number, runs: number])[] = [
  ["taskvitals+ee", "", 3, 1000],
  ["taskvitals+ee", "", 10, 1000],
  ["taskvitals+ee", openMetrics, 10, 1000],
  ["taskvitals+ee+ecs-exporter", "", 10, 1000],
  ["taskvitals+ee", "", 50, 300],
  ["taskvitals+ee", "", 500, 50],
];

const rounded = (cost: RenderCost): RenderCost => ({
  ...cost,
  p50Ms: Number(cost.p50Ms.toFixed(3)),
  p99Ms: Number(cost.p99Ms.toFixed(3)),
  microsecondsPerSeries: Number(cost.microsecondsPerSeries.toFixed(3)),
});

if (import.meta.main) console.table(cases.map((one) => rounded(measureRender(...one))));
