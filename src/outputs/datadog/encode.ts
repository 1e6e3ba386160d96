import type { Gzip } from "../../ports/compression.ts";
import type { Payload } from "../../ports/push-output.ts";
import { type CheckItem, checkStatuses, type DatadogItem, type EventItem, type SeriesItem } from "./item.ts";

/** What the API asks for, of which we make use. */
interface Series {
  readonly metric: string;
  /** 2: a rate, 3: a gauge. */
  readonly type: 2 | 3;
  readonly interval?: number;
  readonly points: { readonly timestamp: number; readonly value: number }[];
  readonly tags: readonly string[];
  readonly unit?: string;
  readonly resources?: readonly { readonly type: "host"; readonly name: string }[];
}

/** Datadog counts in whole seconds. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

const tagList = (tags: string): readonly string[] => (tags === "" ? [] : tags.split(","));

const seriesBody = (items: readonly SeriesItem[], host: string | undefined): { readonly series: readonly Series[] } => {
  const resources = host === undefined ? {} : { resources: [{ type: "host" as const, name: host }] };
  const byTags = new Map<string, { readonly tags: readonly string[]; readonly series: Map<string, Series> }>();
  for (const { metric, tags: text, value, atMs, unit, interval } of items) {
    const group = byTags.get(text) ?? { tags: tagList(text), series: new Map<string, Series>() };
    byTags.set(text, group);
    const key = interval === undefined ? metric : `${metric} ${interval}`;
    const series: Series = group.series.get(key) ?? {
      metric,
      ...(interval === undefined ? { type: 3 } : { type: 2, interval }),
      points: [],
      tags: group.tags,
      ...(unit === undefined ? {} : { unit }),
      ...resources,
    };
    series.points.push({ timestamp: seconds(atMs), value });
    group.series.set(key, series);
  }
  return { series: [...byTags.values()].flatMap(({ series }) => [...series.values()]) };
};

/** `host_name` is required: empty where there is no host, as the Datadog Agent sends it from Fargate. */
const checksBody = (items: readonly CheckItem[], host: string | undefined): readonly unknown[] =>
  items.map(({ check, status, tags, message, atMs }) => ({
    check,
    host_name: host ?? "",
    status: checkStatuses[status],
    tags: tagList(tags),
    timestamp: seconds(atMs),
    ...(message === "" ? {} : { message }),
  }));

const eventBody = (
  { title, text, atMs, alertType, aggregationKey, tags }: EventItem,
  host: string | undefined,
): Readonly<Record<string, unknown>> => ({
  title,
  text,
  date_happened: seconds(atMs),
  priority: "normal",
  alert_type: alertType,
  aggregation_key: aggregationKey,
  source_type_name: "docker",
  tags: tagList(tags),
  ...(host === undefined ? {} : { host }),
});

const routeOf = <Route extends DatadogItem["route"]>(
  items: readonly DatadogItem[],
  route: Route,
): readonly Extract<DatadogItem, { readonly route: Route }>[] =>
  items.filter((item): item is Extract<DatadogItem, { readonly route: Route }> => item.route === route);

const requestOf = (
  items: readonly DatadogItem[],
  host: string | undefined,
): { readonly path: string; readonly body: unknown; readonly compressed: boolean } => {
  const [event] = routeOf(items, "events");
  if (event !== undefined) return { path: "/api/v1/events", body: eventBody(event, host), compressed: false };
  const checks = routeOf(items, "checks");
  if (checks.length > 0) return { path: "/api/v1/check_run", body: checksBody(checks, host), compressed: false };
  return { path: "/api/v2/series", body: seriesBody(routeOf(items, "series"), host), compressed: true };
};

const utf8 = new TextEncoder();

/**
 * One request for items of one route: many points, many check results, or one event. Series alone are compressed: the
 * API does not say of the other calls that they may be.
 */
export const encode = (items: readonly DatadogItem[], host: string | undefined, gzip: Gzip): Payload => {
  const { path, body, compressed } = requestOf(items, host);
  const plain = utf8.encode(JSON.stringify(body));
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/json", ...(compressed ? { "content-encoding": "gzip" } : {}) },
    body: compressed ? gzip(plain) : plain,
    plainBytes: plain.byteLength,
  };
};
