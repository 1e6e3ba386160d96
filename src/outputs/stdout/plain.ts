import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import { dialects } from "../../catalogue/names/dialects.ts";
import type { Happening } from "../../model/happening.ts";
import type { Point } from "../../model/point.ts";
import { present } from "../../model/present.ts";
import type { Resource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { appLines } from "./app-lines.ts";
import type { StdoutConfig } from "./config.ts";
import type { Item } from "./item.ts";
import { isShown, roundsOf } from "./rounds.ts";

const timeText = (atMs: number): string => new Date(Math.round(atMs)).toISOString();

/** Whose it is, in the words of `/metrics`' labels, and what else tells one thing from another. */
const ownerOf = (resource: Resource, form: Snapshot["form"]): Readonly<Record<string, unknown>> => {
  const labels = dialects.taskvitals.labelsOf(resource, form).filter(([, value]) => value !== "");
  const container = resource.scope === "container" ? resource.container : undefined;
  const task = resource.scope === "task" || resource.scope === "container" ? resource.task : undefined;
  return {
    scope: resource.scope,
    ...Object.fromEntries(labels),
    ...present({
      task_arn: task?.arn,
      launch_type: task?.launchType,
      availability_zone: task?.availabilityZone,
      docker_id: container?.id === "" ? undefined : container?.id,
      image: container?.image,
    }),
  };
};

type Figures = Readonly<Record<string, number | string>>;

/** The metric's id, and the values of its attributes as further parts. A state is its word. */
const figure = ({ metric, attributes, value }: Point, kind: string | undefined): readonly [string, number | string] => {
  const parts = Object.entries(attributes).filter(
    ([name, text]) => text !== "" && (kind !== "state" || name !== "status"),
  );
  const name = [metric, ...parts.map(([, text]) => text)].join(".");
  return [name, kind === "state" ? (attributes.status ?? "") : value];
};

const kindOf = (metric: string): string | undefined => (isMetricId(metric) ? catalogue[metric].kind : undefined);

const figures = (points: readonly Point[]): { readonly metrics: Figures; readonly per_second?: Figures } => {
  const metrics = points.flatMap((point) => {
    const kind = kindOf(point.metric);
    return kind === "info" || (kind === "state" && point.value !== 1) ? [] : [figure(point, kind)];
  });
  const rates = points.flatMap(({ perSecond, ...point }) =>
    perSecond === undefined ? [] : [figure({ ...point, value: perSecond }, "counter")],
  );
  const told = { metrics: Object.fromEntries(metrics) };
  return rates.length === 0 ? told : { ...told, per_second: Object.fromEntries(rates) };
};

const isSampledCounter = ({ metric }: Point): boolean =>
  isMetricId(metric) && catalogue[metric].kind === "counter" && catalogue[metric].lasting !== true;

/** When the source took the counters, by its own clock: what a rate is made from. */
const sampledAt = (points: readonly Point[]): string | undefined => {
  const times = points.filter(isSampledCounter).map(({ atMs }) => atMs);
  return times.length === 0 ? undefined : timeText(Math.max(...times));
};

const snapshotItems = ({ takenAtMs, form, entries }: Snapshot, config: StdoutConfig): readonly Item[] =>
  entries
    .filter(({ resource, points }) => points.length > 0 && isShown(resource, config.internalContainers))
    .map(({ resource, points }) => {
      const times = present({ timestamp: timeText(takenAtMs), sampled_at: sampledAt(points) });
      const line = { ...times, ...ownerOf(resource, form), ...figures(points) };
      return { route: "lines", atMs: takenAtMs, line };
    });

const happeningItem = ({ kind, atMs, resource, facts }: Happening, form: Snapshot["form"]): Item => ({
  route: "lines",
  atMs,
  line: { timestamp: timeText(atMs), ...ownerOf(resource, form), event: kind, facts },
});

/** Everything there is to tell, as JSON: of each round the last snapshot, and whatever happened. */
export const selectPlain = (
  deliveries: readonly Delivery[],
  config: StdoutConfig,
  form: Snapshot["form"],
): readonly Item[] => [
  ...deliveries.flatMap((delivery) =>
    delivery.kind === "happenings"
      ? delivery.happenings
          .filter(({ resource }) => isShown(resource, config.internalContainers))
          .map((happening) => happeningItem(happening, form))
      : [],
  ),
  ...roundsOf(deliveries, config.intervalMs).flatMap((round) =>
    round
      .slice(-1)
      .flatMap((snapshot) => [
        ...snapshotItems(snapshot, config),
        ...snapshot.entries.flatMap((entry) => appLines(entry, snapshot)),
      ]),
  ),
];
