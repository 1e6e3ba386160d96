import type { ContainerResource, TaskResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { IoRates } from "./io-rates.ts";
import { containerRow, isHelper, type Row, taskRow } from "./row.ts";

/** What the table can be sorted by; largest first, names from A. */
export const sortKeys = ["cpu", "memory", "network", "disk", "name"] as const;
export type SortKey = (typeof sortKeys)[number];

const amount = (row: Row, key: Exclude<SortKey, "name">): number => {
  const { io = {} } = row;
  switch (key) {
    case "cpu":
      return row.cpuVcpus ?? -1;
    case "memory":
      return row.memoryBytes ?? -1;
    case "network":
      return (io.receive ?? -1) + (io.transmit ?? -1);
    case "disk":
      return (io.read ?? -1) + (io.written ?? -1);
  }
};

/** Equal ones by name, so that rows keep their places. */
const order =
  (key: SortKey) =>
  (one: Row, other: Row): number => {
    const difference = key === "name" ? 0 : amount(other, key) - amount(one, key);
    return difference === 0 ? one.name.localeCompare(other.name) : difference;
  };

interface Group {
  readonly task: { readonly resource: TaskResource; readonly entry: Entry } | undefined;
  readonly containers: { readonly resource: ContainerResource; readonly entry: Entry }[];
}

const groupsOf = ({ entries }: Snapshot): readonly Group[] => {
  const byTask = new Map<string, Group>();
  const loose: Group = { task: undefined, containers: [] };
  for (const entry of entries) {
    const { resource } = entry;
    if (resource.scope === "task") byTask.set(resource.task.arn, { task: { resource, entry }, containers: [] });
  }
  for (const entry of entries) {
    const { resource } = entry;
    if (resource.scope !== "container" || isHelper(resource)) continue;
    const group = resource.task === undefined ? loose : (byTask.get(resource.task.arn) ?? loose);
    group.containers.push({ resource, entry });
  }
  return loose.containers.length === 0 ? [...byTask.values()] : [...byTask.values(), loose];
};

/** Every task with its containers under it, both sorted; containers that ECS did not start come last. */
export const rowsOf = (snapshot: Snapshot, rates: IoRates, key: SortKey): readonly Row[] => {
  const nowMs = snapshot.takenAtMs;
  const seen = (resource: { readonly key: string }) => ({ io: rates.byResource.get(resource.key), nowMs });
  const blocks = groupsOf(snapshot).map(({ task, containers }) => {
    const rows = containers.map(({ resource, entry }) => containerRow(resource, entry, seen(resource)));
    const entries = containers.map(({ entry }) => entry);
    const head: Row =
      task === undefined
        ? { kind: "heading", name: "no ECS task" }
        : taskRow(task.resource, task.entry, entries, seen(task.resource));
    return { head, rows: rows.sort(order(key)) };
  });
  const tasks = blocks
    .filter(({ head }) => head.kind === "task")
    .sort((one, other) => order(key)(one.head, other.head));
  const rest = blocks.filter(({ head }) => head.kind === "heading");
  return [...tasks, ...rest].flatMap(({ head, rows }) => [head, ...rows]);
};
