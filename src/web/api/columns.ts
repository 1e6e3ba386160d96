import type { MetricId } from "../../catalogue/catalogue.ts";
import type { Point } from "../../model/point.ts";
import { rateSums } from "../../model/rate-sum.ts";
import { type ColumnId, columnIds } from "./contract.ts";

/** Where a column's figure of a task or container comes from. */
export type ColumnSource =
  /** The first of these metrics that is known: its own, else that of its task. */
  | { readonly take: "value"; readonly of: readonly MetricId[] }
  /** A counter's change per second, all its series (interfaces) added up. */
  | { readonly take: "rate"; readonly of: MetricId }
  /** Of a task: its containers' column added up; `every`: unknown as soon as one of them that runs is. */
  | { readonly take: "sum"; readonly every: boolean };

export interface Column {
  readonly task: ColumnSource;
  readonly container: ColumnSource;
  /** Digits that are told; undefined: all. Less than can be seen in a table is lost, and figures that stand still too. */
  readonly digits?: number;
}

const value = (...of: readonly MetricId[]): ColumnSource => ({ take: "value", of });
const rate = (of: MetricId): ColumnSource => ({ take: "rate", of });
const sum = (every: boolean): ColumnSource => ({ take: "sum", every });

/** The only place of the web code that names metrics. */
const columns: Readonly<Record<ColumnId, Column>> = {
  cpu: { task: value("task.cpu.usage"), container: value("container.cpu.usage"), digits: 4 },
  cpuLimit: { task: value("task.cpu.limit"), container: value("container.cpu.limit", "task.cpu.limit") },
  cpuRatio: { task: value("task.cpu.utilization"), container: value("container.cpu.utilization"), digits: 4 },
  memory: { task: value("task.memory.working_set"), container: value("container.memory.working_set") },
  memoryLimit: { task: value("task.memory.limit"), container: value("container.memory.limit") },
  memoryRatio: { task: value("task.memory.utilization"), container: value("container.memory.utilization"), digits: 4 },
  receive: { task: rate("task.network.receive"), container: rate("container.network.receive"), digits: 4 },
  transmit: { task: rate("task.network.transmit"), container: rate("container.network.transmit"), digits: 4 },
  diskRead: { task: rate("task.disk.read"), container: rate("container.disk.read"), digits: 4 },
  diskWrite: { task: rate("task.disk.written"), container: rate("container.disk.written"), digits: 4 },
  restarts: { task: sum(false), container: value("container.restarts") },
  oomEvents: { task: sum(false), container: value("container.oom_events") },
  pids: { task: sum(true), container: value("container.pids") },
};

/** Figures in the order of `columnIds`; null: not known. */
export type Figures = readonly (number | null)[];

export const noFigures: Figures = columnIds.map(() => null);

/** To so many significant digits. */
export const rounded = (amount: number, digits: number): number => {
  if (amount === 0 || !Number.isFinite(amount)) return amount;
  const scale = 10 ** (digits - 1 - Math.floor(Math.log10(Math.abs(amount))));
  const whole = Math.round(amount * scale);
  // Past the largest power of ten, or below the smallest: nothing to round.
  const result = whole / scale;
  return Number.isFinite(result) ? result : amount;
};

const rateNames = new Map<string, ColumnId>(
  columnIds.flatMap((id) =>
    [columns[id].task, columns[id].container].flatMap((source): [string, ColumnId][] =>
      source.take === "rate" ? [[source.of, id]] : [],
    ),
  ),
);

/** One task or container, as far as figures go. */
export interface Measured {
  readonly scope: "task" | "container";
  readonly points: readonly Point[];
  /** Whether it runs. */
  readonly runs: boolean;
  /** Of a container: its task's. */
  readonly taskPoints: readonly Point[];
  /** Of a task: its containers', with whether each runs. */
  readonly containers: readonly { readonly figures: Figures; readonly runs: boolean }[];
}

const summed = (place: number, { containers }: Measured, every: boolean): number | undefined => {
  let total: number | undefined;
  for (const { figures, runs } of containers) {
    const figure = figures[place] ?? undefined;
    if (figure === undefined && every && runs) return undefined;
    if (figure !== undefined) total = (total ?? 0) + figure;
  }
  return total;
};

const valuesIn = (points: readonly Point[]): ReadonlyMap<string, number> => {
  const values = new Map<string, number>();
  for (const { metric, value: amount } of points) if (!values.has(metric)) values.set(metric, amount);
  return values;
};

/** The row of figures of one task or container. */
export const figuresOf = (measured: Measured): Figures => {
  const own = valuesIn(measured.points);
  const { sums } = rateSums(measured.points, (metric) => rateNames.get(metric));
  const ofTask = (metric: MetricId): number | undefined =>
    measured.taskPoints.find((point) => point.metric === metric)?.value;
  const first = (of: readonly MetricId[]): number | undefined => {
    for (const metric of of) {
      const known = own.get(metric) ?? ofTask(metric);
      if (known !== undefined) return known;
    }
    return undefined;
  };
  return columnIds.map((id, place) => {
    const { digits, ...sources } = columns[id];
    const source = sources[measured.scope];
    const figure =
      source.take === "value"
        ? first(source.of)
        : source.take === "rate"
          ? sums.get(id)
          : summed(place, measured, source.every);
    if (figure === undefined) return null;
    return digits === undefined ? figure : rounded(figure, digits);
  });
};
