import { distance } from "fastest-levenshtein";
import { taskKey } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import type { Gzip } from "../../ports/compression.ts";
import type { LiveFeed, Sight } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import { rounded } from "./columns.ts";
import type { History } from "./contract.ts";
import { noteOf } from "./notes.ts";
import { answer, refuse } from "./reply.ts";

/** More than a chart can show, and half the bytes. */
const digits = 6;

const entriesOf = ({ snapshot, former }: Sight): readonly Entry[] => [
  ...snapshot.entries,
  ...former.map(({ entry }) => entry),
];

/** The key itself and, for a task, its containers'. */
const withContainers = (key: string, entries: readonly Entry[]): ReadonlySet<string> =>
  new Set([
    key,
    ...entries.flatMap(({ resource }) =>
      resource.scope === "container" && resource.task !== undefined && taskKey(resource.task) === key
        ? [resource.key]
        : [],
    ),
  ]);

/** What stands before the slash: a container is not meant when a task is asked for. */
const kindOf = (key: string): string => key.slice(0, key.indexOf("/") + 1);

const nearestOf = (key: string, entries: readonly Entry[]): string | undefined => {
  const keys = entries.map(({ resource }) => resource.key);
  const alike = keys.filter((known) => kindOf(known) !== "" && kindOf(known) === kindOf(key));
  return (alike.length > 0 ? alike : keys.filter((known) => distance(key, known) <= known.length / 2))
    .map((known) => ({ known, off: distance(key, known) }))
    .sort((one, other) => one.off - other.off)[0]?.known;
};

const unknown = (key: string, entries: readonly Entry[]): string => {
  if (key === "") return "Of which task or container? ?key= takes a key of /api/values.";
  const near = nearestOf(key, entries);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `There is no ${key}.${hint} All keys are in /api/values.`;
};

export interface HistoryRouteOptions {
  readonly feed: LiveFeed;
  readonly gzip: Gzip;
}

/** `/api/history?key=`: the last 15 minutes of every series of one task or container. */
export const historyRoute = ({ feed, gzip }: HistoryRouteOptions): Route => ({
  path: "/api/history",
  description: "The last 15 minutes of one task or container (?key=)",
  answer: (request) => {
    const key = request.query.get("key") ?? "";
    const sight = feed.current();
    const entries = entriesOf(sight);
    const kept = feed.history(key);
    if (kept === undefined && !entries.some(({ resource }) => resource.key === key)) {
      return refuse(404, unknown(key, entries));
    }
    const { stepMs, keptMs } = feed.extent();
    const concerned = withContainers(key, entries);
    const body: History = {
      key,
      stepMs,
      keptMs,
      times: (kept?.times ?? []).map(Math.round),
      series: (kept?.series ?? []).map((one) => ({ ...one, attributes: { ...one.attributes } })),
      values: (kept?.values ?? []).map((line) =>
        line.map((figure) => (Number.isNaN(figure) ? null : rounded(figure, digits))),
      ),
      happenings: sight.happenings.filter(({ resource }) => concerned.has(resource.key)).map(noteOf),
    };
    return answer(request, body, gzip);
  },
});
