import type { z } from "zod";
import { checkBody, eventBody, isMetricName, isTag, seriesBody, unknownKeys, windows } from "./rules.ts";
import type { Dropped, KeptPoint, Store } from "./store.ts";

/** What became of a body: accepted, or what is wrong with it. */
export type Acceptance = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Takes the body of a call. */
export type Accept = (body: unknown, store: Store, nowSeconds: number) => Acceptance;

const shapeError = (error: z.ZodError): Acceptance => {
  const [issue] = error.issues;
  return { ok: false, error: `Payload is not in the expected format: ${issue?.path.join(".")} ${issue?.message}` };
};

const staleness = (
  timestamp: number,
  nowSeconds: number,
  { past, future }: { readonly past: number; readonly future: number },
): Dropped["reason"] | undefined => {
  if (timestamp < nowSeconds - past) return "too-old";
  return timestamp > nowSeconds + future ? "in-the-future" : undefined;
};

const remarkTags = (store: Store, tags: readonly string[]): void => {
  for (const tag of tags) if (!isTag(tag)) store.remarks.add(`the tag ${tag} would be changed`);
  if (new Set(tags).size !== tags.length) store.remarks.add("a tag twice");
};

type Series = z.output<typeof seriesBody>["series"][number];

const remarkSeries = (store: Store, { metric, type = 0, interval, tags = [] }: Series): void => {
  if (!isMetricName(metric)) store.remarks.add(`the metric name ${metric} would be changed`);
  if ((type === 1 || type === 2) && interval === undefined) store.remarks.add(`${metric} has no interval`);
  remarkTags(store, tags);
};

const keepPoint = (store: Store, point: KeptPoint): void => {
  const { metric, tags, host, timestamp } = point;
  const key = JSON.stringify([metric, [...tags].sort(), host, timestamp]);
  if (store.points.has(key)) store.repeated += 1;
  store.points.set(key, point);
};

const acceptSeries: Accept = (body, store, nowSeconds) => {
  const parsed = seriesBody.safeParse(body);
  if (!parsed.success) return shapeError(parsed.error);
  for (const key of unknownKeys(body, seriesBody)) store.remarks.add(`series: there is no ${key}`);
  for (const series of parsed.data.series) {
    remarkSeries(store, series);
    const { metric, type = 0, tags = [], unit, resources = [] } = series;
    const host = resources.find((resource) => resource.type === "host")?.name;
    for (const { timestamp, value } of series.points) {
      const reason = staleness(timestamp, nowSeconds, windows.series);
      if (reason !== undefined) store.dropped.push({ what: "point", name: metric, reason, timestamp });
      else keepPoint(store, { metric, type, tags, host, unit, timestamp, value });
    }
  }
  return { ok: true };
};

const acceptChecks: Accept = (body, store, nowSeconds) => {
  const parsed = checkBody.safeParse(body);
  if (!parsed.success) return shapeError(parsed.error);
  for (const { check, status, tags, host_name: host, message, timestamp = nowSeconds } of parsed.data) {
    remarkTags(store, tags);
    const reason = staleness(timestamp, nowSeconds, windows.checks);
    if (reason !== undefined) store.dropped.push({ what: "check", name: check, reason, timestamp });
    else store.checks.push({ check, status, tags, host, message, timestamp });
  }
  return { ok: true };
};

const acceptEvent: Accept = (body, store, nowSeconds) => {
  const parsed = eventBody.safeParse(body);
  if (!parsed.success) return shapeError(parsed.error);
  for (const key of unknownKeys(body, eventBody)) store.remarks.add(`events: there is no ${key}`);
  const { title, text, tags = [], host, alert_type: alertType, aggregation_key: aggregationKey } = parsed.data;
  const timestamp = parsed.data.date_happened ?? nowSeconds;
  remarkTags(store, tags);
  const reason = staleness(timestamp, nowSeconds, windows.events);
  if (reason !== undefined) store.dropped.push({ what: "event", name: title, reason, timestamp });
  else store.events.push({ title, text, tags, host, alertType, aggregationKey, timestamp });
  return { ok: true };
};

/** The calls that take data, by path, and what they say when all is well. */
export const calls: Readonly<
  Record<string, { readonly accept: Accept; readonly answer: string; readonly encodings: readonly string[] }>
> = {
  "/api/v2/series": {
    accept: acceptSeries,
    answer: '{"errors":[]}',
    encodings: ["identity", "gzip", "deflate", "zstd1"],
  },
  "/api/v1/check_run": { accept: acceptChecks, answer: '{"status":"ok"}', encodings: ["identity"] },
  "/api/v1/events": { accept: acceptEvent, answer: '{"status":"ok","event":{}}', encodings: ["identity"] },
};
