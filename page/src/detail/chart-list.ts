import type { ColumnId, Row } from "../../../src/web/api/contract.ts";

/** Names of the words for charts and lines (words.detail.charts, words.detail.lines). */
export type ChartName = "cpu" | "memory" | "memoryParts" | "network" | "disk" | "storage" | "throttling" | "processes";
export type LineName =
  | "used"
  | "workingSet"
  | "rss"
  | "cache"
  | "received"
  | "transmitted"
  | "read"
  | "written"
  | "throttled";

export interface ChartEntry {
  readonly name: ChartName;
  /** Of its metrics in the catalogue. */
  readonly unit: string;
  readonly perSecond: boolean;
  /** A chart is shown when there is at least one of its lines. */
  readonly lines: readonly { readonly metric: string; readonly name: LineName }[];
  /** A column of the live table, or a metric. */
  readonly limit?: { readonly column: ColumnId } | { readonly metric: string };
}

const sharedCharts = (scope: Row["kind"]): readonly ChartEntry[] => [
  {
    name: "network",
    unit: "By",
    perSecond: true,
    lines: [
      { metric: `${scope}.network.receive`, name: "received" },
      { metric: `${scope}.network.transmit`, name: "transmitted" },
    ],
  },
  {
    name: "disk",
    unit: "By",
    perSecond: true,
    lines: [
      { metric: `${scope}.disk.read`, name: "read" },
      { metric: `${scope}.disk.written`, name: "written" },
    ],
  },
];

const vitalCharts = (scope: Row["kind"]): readonly ChartEntry[] => [
  {
    name: "cpu",
    unit: "{vcpu}",
    perSecond: false,
    lines: [{ metric: `${scope}.cpu.usage`, name: "used" }],
    limit: { column: "cpuLimit" },
  },
  {
    name: "memory",
    unit: "By",
    perSecond: false,
    lines: [{ metric: `${scope}.memory.working_set`, name: "workingSet" }],
    limit: { column: "memoryLimit" },
  },
];

/** Of a container by its own cap, of a task by its limit. */
const throttling = (scope: Row["kind"]): ChartEntry => ({
  name: "throttling",
  unit: "s",
  perSecond: true,
  lines: [{ metric: `${scope}.cpu.throttled_time`, name: "throttled" }],
});

const taskCharts: readonly ChartEntry[] = [
  ...vitalCharts("task"),
  throttling("task"),
  ...sharedCharts("task"),
  {
    name: "storage",
    unit: "By",
    perSecond: false,
    lines: [{ metric: "task.ephemeral_storage.used", name: "used" }],
    limit: { metric: "task.ephemeral_storage.allocated" },
  },
];

const containerCharts: readonly ChartEntry[] = [
  ...vitalCharts("container"),
  ...sharedCharts("container"),
  {
    name: "memoryParts",
    unit: "By",
    perSecond: false,
    lines: [
      { metric: "container.memory.rss", name: "rss" },
      { metric: "container.memory.cache", name: "cache" },
    ],
  },
  throttling("container"),
  {
    name: "processes",
    unit: "{process}",
    perSecond: false,
    lines: [{ metric: "container.pids", name: "used" }],
    limit: { metric: "container.pids_limit" },
  },
];

export const chartsOf = (kind: Row["kind"]): readonly ChartEntry[] => (kind === "task" ? taskCharts : containerCharts);
