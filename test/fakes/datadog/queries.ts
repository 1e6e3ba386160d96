import type { IncomingMessage } from "node:http";
import type { Faults } from "./faults.ts";
import type { Reply } from "./intake.ts";
import type { KeptPoint, Store } from "./store.ts";

const json = (value: unknown): Reply => ({
  status: 200,
  body: JSON.stringify(value, null, 1),
  headers: { "content-type": "application/json" },
});

/** A metric's series: name, type, tags and host, with their points in order of time. */
export const seriesIn = (
  { points }: Store,
  wanted: { readonly metric?: string | undefined; readonly tags?: readonly string[] },
): readonly (Omit<KeptPoint, "timestamp" | "value"> & {
  readonly points: readonly (readonly [timestamp: number, value: number])[];
})[] => {
  const { metric: name, tags: some = [] } = wanted;
  const groups = new Map<string, KeptPoint[]>();
  for (const point of points.values()) {
    if (name !== undefined && point.metric !== name) continue;
    if (!some.every((tag) => point.tags.includes(tag))) continue;
    const key = JSON.stringify([point.metric, [...point.tags].sort(), point.host]);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { metric, type, tags, host, unit } = first;
    const sorted = group.toSorted((one, other) => one.timestamp - other.timestamp);
    return [
      { metric, type, tags, host, unit, points: sorted.map(({ timestamp, value }) => [timestamp, value] as const) },
    ];
  });
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

/** What tests ask, below /fake/. */
export const answerQuery = async (
  request: IncomingMessage,
  { pathname, searchParams }: URL,
  store: Store,
  faults: Faults,
): Promise<Reply> => {
  const name = searchParams.get("name");
  switch (`${request.method} ${pathname}`) {
    case "GET /fake/series":
      return json(
        seriesIn(store, { metric: searchParams.get("metric") ?? undefined, tags: searchParams.getAll("tag") }),
      );
    case "GET /fake/metrics":
      return json([...new Set([...store.points.values()].map(({ metric }) => metric))].sort());
    case "GET /fake/checks":
      return json(store.checks.filter(({ check }) => name === null || check === name));
    case "GET /fake/events":
      return json(store.events);
    case "GET /fake/requests":
      return json(store.requests);
    case "GET /fake/state":
      return json({
        points: store.points.size,
        checks: store.checks.length,
        events: store.events.length,
        requests: store.requests.length,
        repeated: store.repeated,
        dropped: store.dropped,
        remarks: [...store.remarks],
      });
    case "POST /fake/faults":
      try {
        faults.add(JSON.parse(await textOf(request)));
        return json("standing");
      } catch (error) {
        return { ...json(error instanceof Error ? error.message : "no fault"), status: 400 };
      }
    case "DELETE /fake/faults":
      faults.clear();
      return json("gone");
    case "DELETE /fake/state":
      store.clear();
      return json("empty");
    default:
      return { ...json(`there is no ${request.method} ${pathname}`), status: 404 };
  }
};
