import type { Gzip } from "../../ports/compression.ts";
import type { LiveFeed } from "../../ports/live-feed.ts";
import type { Route } from "../server.ts";
import { rounded } from "./columns.ts";
import type { History } from "./contract.ts";
import { noteOf } from "./notes.ts";
import { answer, refuse } from "./reply.ts";
import { entriesOf, noSuchKey, withContainers } from "./resource-keys.ts";

/** More than a chart can show, and half the bytes. */
const digits = 6;

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
      return refuse(404, noSuchKey(key, entries));
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
