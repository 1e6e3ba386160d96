import type { Form } from "../../model/place.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { LiveFeed, Sight } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import type { Figures } from "./columns.ts";
import { type ContainerRow, columnIds, type Tree } from "./contract.ts";
import { type Line, linesOf } from "./lines.ts";
import { answer } from "./reply.ts";

type Cluster = Tree["clusters"][number];
type Task = Cluster["services"][number]["tasks"][number];
type Container = Tree["containers"][number];

const nothingKnown: Task["figures"] = {
  cpu: null,
  cpuLimit: null,
  cpuRatio: null,
  memory: null,
  memoryLimit: null,
  memoryRatio: null,
  receive: null,
  transmit: null,
  diskRead: null,
  diskWrite: null,
  restarts: null,
  oomEvents: null,
  pids: null,
};

const byColumn = (figures: Figures): Task["figures"] => {
  const told = { ...nothingKnown };
  for (const [place, id] of columnIds.entries()) told[id] = figures[place] ?? null;
  return told;
};

const named = <T extends { readonly name: string }>(all: T[], name: string, create: () => T): T => {
  const known = all.find((one) => one.name === name);
  if (known !== undefined) return known;
  const made = create();
  all.push(made);
  return made;
};

const containerOf = (row: ContainerRow, { figures }: Line): Container => ({ ...row, figures: byColumn(figures) });

/** The lines as a tree. Pure. */
const treeOf = (sight: Sight, form: Form): Tree => {
  const clusters: Cluster[] = [];
  const loose: Container[] = [];
  const tasks = new Map<string, Task>();
  const lines = linesOf(sight);
  for (const { row, figures } of lines) {
    if (row.kind !== "task") continue;
    const task: Task = { ...row, figures: byColumn(figures), containers: [] };
    const cluster = named(clusters, row.cluster, () => ({ name: row.cluster, services: [] }));
    named(cluster.services, row.service, () => ({ name: row.service, tasks: [] })).tasks.push(task);
    tasks.set(row.key, task);
  }
  for (const line of lines) {
    const { row } = line;
    if (row.kind !== "container") continue;
    const owner = row.parent === undefined ? undefined : tasks.get(row.parent);
    (owner?.containers ?? loose).push(containerOf(row, line));
  }
  const { takenAtMs } = sight.snapshot;
  return { takenAtMs, form, pace: { ...sight.pace }, clusters, containers: loose };
};

export interface TreeRouteOptions {
  readonly feed: LiveFeed;
  readonly form: Form;
  readonly gzip: Gzip;
}

/** `/api/tree`: clusters, services, tasks and containers, with what each uses now. */
export const treeRoute = ({ feed, form, gzip }: TreeRouteOptions): Route => ({
  path: "/api/tree",
  description: "Clusters, services, tasks and containers with identity, status, limits and figures",
  answer: (request) => answer(request, treeOf(feed.current(), form), gzip),
});
