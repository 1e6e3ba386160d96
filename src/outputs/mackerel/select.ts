import type { TargetResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { type AppReadings, openAppReadings } from "./app-readings.ts";
import { checkItems, reportsOf } from "./checks.ts";
import { type HostSeed, instanceSeed, taskSeed } from "./host-seed.ts";
import { type HostMetricItem, type MackerelItem, routes, type ServiceMetricItem } from "./item.ts";
import { openSeriesTable, type SeriesTable } from "./series.ts";
import type { Settings } from "./settings.ts";
import { sharedReadings } from "./shared-readings.ts";
import { taskReadings } from "./task-readings.ts";
import { type TaskView, tasksOf } from "./task-view.ts";

interface Host {
  seed: HostSeed;
  readonly series: SeriesTable;
}

const openHosts = () => {
  const hosts = new Map<string, Host>();
  return {
    /** The newest seed counts. */
    of: (seed: HostSeed): SeriesTable => {
      const host = hosts.get(seed.identifier) ?? { seed, series: openSeriesTable() };
      host.seed = seed;
      hosts.set(seed.identifier, host);
      return host.series;
    },
    items: (): readonly HostMetricItem[] =>
      [...hosts.values()].flatMap(({ seed: host, series }) =>
        series.told().map(({ name, value, atMs, priority }) => ({
          kind: "host-metric",
          route: routes.metrics,
          host,
          name,
          value,
          atMs,
          priority,
        })),
      ),
  };
};

const serviceItems = (service: string, series: SeriesTable): readonly ServiceMetricItem[] =>
  series.told().map(({ name, value, atMs }) => ({
    kind: "service-metric",
    route: routes.service,
    service,
    name,
    value,
    atMs,
  }));

const snapshotsOf = (deliveries: readonly Delivery[]): readonly Snapshot[] =>
  deliveries.flatMap((delivery) => (delivery.kind === "snapshot" ? [delivery.snapshot] : []));

const oldestFirst = <Item extends { readonly atMs: number }>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => one.atMs - other.atMs);

/** What Mackerel is told of these: one value for each metric and minute, oldest first. Pure, but for what `appsOf` remembers. */
export const select = (
  settings: Settings,
  deliveries: readonly Delivery[],
  appsOf: AppReadings = openAppReadings(settings),
): readonly MackerelItem[] => {
  const snapshots = snapshotsOf(deliveries);
  const { serviceMetrics, checks } = settings;
  const hosts = openHosts();
  const service = openSeriesTable();
  const reports: ReturnType<typeof reportsOf>[number][] = [];

  const addTask = (view: TaskView): void => {
    const seed = taskSeed(view, checks.includes("health"));
    const readings = taskReadings(view, settings);
    if (readings.length > 0) hosts.of(seed).add(readings);
    if (checks.includes("health")) reports.push(...reportsOf(view, seed));
  };
  /** An app belongs to its task's host; without a task, and where tasks have none, to the instance's. */
  const appSeed = ({ task }: TargetResource, views: readonly TaskView[]): HostSeed | undefined => {
    if (settings.hosts === "instance") return instanceSeed;
    const view = views.find((one) => one.task.arn === task?.arn);
    return view === undefined ? undefined : taskSeed(view, checks.includes("health"));
  };

  for (const snapshot of snapshots) {
    const views = tasksOf(snapshot, settings).filter(({ ready }) => ready);
    const shared = settings.hosts === "instance" || serviceMetrics.service !== "" ? sharedReadings(views) : [];
    if (settings.hosts === "task") for (const view of views) addTask(view);
    else if (shared.length > 0)
      hosts.of(instanceSeed).add(shared.map((reading) => ({ ...reading, name: `custom.${reading.name}` })));
    for (const { resource, readings } of appsOf(snapshot)) {
      const seed = appSeed(resource, views);
      if (seed !== undefined && readings.length > 0 && !settings.ignores(resource.container.name))
        hosts.of(seed).add(readings);
    }
    if (serviceMetrics.service !== "")
      service.add(shared.map((reading) => ({ ...reading, name: serviceName(serviceMetrics.prefix, reading.name) })));
  }
  return [
    ...oldestFirst(hosts.items()),
    ...oldestFirst(serviceItems(serviceMetrics.service, service)),
    ...checkItems(reports),
  ];
};

/** The prefix stands for the first part of the tables' names. */
const serviceName = (prefix: string, name: string): string => `${prefix}${name.slice(name.indexOf("."))}`;
