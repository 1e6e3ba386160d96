import { present } from "../../model/present.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { LiveFeed } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import { appsOf, reader } from "./app-targets.ts";
import type { AgentReport, AppsReport, Trouble } from "./contract.ts";
import { answer, refuse } from "./reply.ts";
import { entriesOf, noSuchKey, withContainers } from "./resource-keys.ts";

/** Why nothing is read at all; undefined: it is. */
const offWhy = ({ inputs }: AgentReport): string | undefined => {
  const input = inputs.find(({ name }) => name === reader);
  return input === undefined || input.on ? undefined : input.why;
};

export interface AppsRouteOptions {
  readonly feed: LiveFeed;
  readonly clock: Clock;
  readonly gzip: Gzip;
  /** The snapshot that outputs get: its rates are over the ordinary interval. */
  current(): Snapshot;
  report(): AgentReport;
  troubles(): readonly Trouble[];
}

/** `/api/apps?key=`: what the app of a container, or the apps of a task's containers, tell of themselves. */
export const appsRoute = ({ feed, clock, gzip, current, report, troubles }: AppsRouteOptions): Route => ({
  path: "/api/apps",
  description: "What the apps of one task or container tell of themselves (?key=)",
  answer: (request) => {
    const key = request.query.get("key") ?? "";
    const entries = entriesOf(feed.current());
    if (!entries.some(({ resource }) => resource.key === key)) return refuse(404, noSuchKey(key, entries));
    const concerned = withContainers(key, entries);
    const containers = entries.flatMap(({ resource }) =>
      resource.scope === "container" && concerned.has(resource.key) ? [resource] : [],
    );
    const everyMs = feed.extent().stepMs;
    const answeredMs = clock.now();
    const found = appsOf(current(), { key, answeredMs, everyMs, concerned, containers, troubles: troubles() });
    const off = found.targets.length === 0 ? offWhy(report()) : undefined;
    const body: AppsReport = { ...found, ...present({ off }) };
    return answer(request, body, gzip);
  },
});
