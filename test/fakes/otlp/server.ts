import {
  openReceiver,
  type Protocol,
  type Received,
  type Receiver,
  type ReceiverOptions,
  type Reply,
} from "../receiver/server.ts";
import { type ContentType, isContentType, refused, taken } from "./answer.ts";
import { type PartPoint, partsOf } from "./parts.ts";
import { readExport } from "./read.ts";
import type { AttributeValue, ExportRequest, ReadPoint } from "./shape.ts";

export interface StoredPoint {
  readonly value: number;
  readonly whole: boolean;
  readonly timeMs: number;
  readonly startMs?: number;
}

/** One stream of data points: a metric of a resource with certain attributes. */
export interface Stream {
  readonly resource: Readonly<Record<string, AttributeValue>>;
  readonly metric: string;
  readonly unit: string;
  readonly description: string;
  readonly data: "sum" | "gauge";
  /** Of a histogram or summary: count, sum, le and a bound (cumulative), quantile and a number. */
  readonly part?: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly points: StoredPoint[];
}

export interface FakeOtlpOptions extends ReceiverOptions {
  /** Header that has to be there, with its value. */
  readonly header?: readonly [name: string, value: string];
  readonly nowMs?: () => number;
  readonly path?: string;
}

export interface FakeOtlp extends Receiver {
  readonly streams: ReadonlyMap<string, Stream>;
  /** What was refused, whole requests and single points. */
  readonly refusals: readonly string[];
  /** The streams of a metric whose resource and own attributes have these among them. */
  find(metric: string, attributes?: Readonly<Record<string, AttributeValue>>): readonly Stream[];
}

const millisecondsOf = (ns: bigint): number => Number(ns / 1000n) / 1000;

type ReadMetric = ExportRequest["resourceMetrics"][number]["scopeMetrics"][number]["metrics"][number];

const aheadAtMostMs = 10 * 60_000;

/**
 * A receiver of OTLP over HTTP that holds requests against the specification: shape, names, units, times, and the order of
 * each stream, whose points have to come from one writer (data model, "Single-Writer"). What is shaped wrongly is refused
 * with 400; points that are wrong are refused one by one, which the answer counts.
 */
export const openFakeOtlp = async (options: FakeOtlpOptions = {}): Promise<FakeOtlp> => {
  const { header, nowMs = Date.now, path: wantedPath = "/v1/metrics" } = options;
  const streams = new Map<string, Stream>();
  const refusals: string[] = [];

  /** What is wrong with a point in itself. */
  const fault = (
    { startTimeUnixNano: start, timeUnixNano: time, value }: ReadPoint,
    data: Stream["data"],
  ): string | undefined => {
    if (millisecondsOf(time) > nowMs() + aheadAtMostMs) return "a time in the future";
    if (start !== undefined && start > time) return "it ends before it starts";
    if (start !== undefined && data === "gauge") return "a gauge has no start";
    return data === "sum" && value < 0 ? "a monotonic sum below zero" : undefined;
  };

  /** What is wrong with a point after those that are there. */
  const disorder = (
    { startTimeUnixNano: start, timeUnixNano, value }: ReadPoint,
    stream: Stream,
  ): string | undefined => {
    const last = stream.points.at(-1);
    const timeMs = millisecondsOf(timeUnixNano);
    if (last === undefined) return undefined;
    if (timeMs < last.timeMs) return "out of order";
    if (timeMs === last.timeMs) return value === last.value ? undefined : "two values at one time";
    const sameStart = start !== undefined && millisecondsOf(start) === last.startMs;
    return stream.data === "sum" && sameStart && value < last.value ? "a monotonic sum went back" : undefined;
  };

  const streamOf = (
    resource: Stream["resource"],
    metric: ReadMetric,
    { part, data, attributes }: PartPoint,
  ): Stream => {
    const { name, unit, description } = metric;
    const key = JSON.stringify([resource, name, unit, data, part, Object.entries(attributes).sort()]);
    const head = { resource, metric: name, unit, description, data, attributes };
    const stream = streams.get(key) ?? { ...head, ...(part === undefined ? {} : { part }), points: [] };
    streams.set(key, stream);
    return stream;
  };

  /** What is refused of a metric, one text a point. */
  const keep = (resource: Stream["resource"], metric: ReadMetric): readonly string[] =>
    partsOf(metric).flatMap((point) => {
      const stream = streamOf(resource, metric, point);
      const against = fault(point, stream.data) ?? disorder(point, stream);
      if (against !== undefined) return [`${metric.name}: ${against}`];
      stream.points.push({
        value: point.value,
        whole: point.whole,
        timeMs: millisecondsOf(point.timeUnixNano),
        ...(point.startTimeUnixNano === undefined ? {} : { startMs: millisecondsOf(point.startTimeUnixNano) }),
      });
      return [];
    });

  const parsed = (request: Received): ExportRequest | string => {
    try {
      return readExport(request);
    } catch (error) {
      return String(error);
    }
  };

  /**
   * Prometheus makes a series `target_info` of each resource, with a sample at the first and at the last time in a request,
   * and refuses all of a request for one sample that is older than the one before.
   */
  const newestOfResource = new Map<string, number>();
  const resourceDisorder = ({ resourceMetrics }: ExportRequest): string | undefined => {
    for (const { resource, scopeMetrics } of resourceMetrics) {
      const key = JSON.stringify(resource.attributes);
      const points = scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ sum, gauge }) => (sum ?? gauge)?.dataPoints ?? []),
      );
      const times = points.map(({ timeUnixNano }) => millisecondsOf(timeUnixNano));
      if (Math.min(...times) < (newestOfResource.get(key) ?? 0)) return `out of order sample: target_info of ${key}`;
      newestOfResource.set(key, Math.max(...times));
    }
    return undefined;
  };

  const receive = (request: Received): Reply => {
    const { method, path, headers } = request;
    const contentType = headers["content-type"];
    if (path !== wantedPath) return { status: 404, body: "no such path" };
    if (method !== "POST") return { status: 405, body: "only POST" };
    if (header !== undefined && headers[header[0].toLowerCase()] !== header[1])
      return { status: 401, body: "who are you?" };
    if (!isContentType(contentType)) return { status: 415, body: "this type is not taken" };
    const refuse = (words: string): Reply => {
      refusals.push(words);
      return refused(contentType, 400, words);
    };
    const read = parsed(request);
    if (typeof read === "string") return refuse(read);
    const nameless = read.resourceMetrics.some(
      ({ resource }) => typeof resource.attributes["service.name"] !== "string",
    );
    if (nameless) return refuse("a resource has no service.name");
    const disordered = resourceDisorder(read);
    if (disordered !== undefined) return refuse(disordered);
    const against = read.resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.flatMap((metric) => keep(resource.attributes, metric))),
    );
    refusals.push(...against);
    return taken(contentType, against.length, against.slice(0, 3).join("; "));
  };

  const bestType = ({ "content-type": type }: Received["headers"]): ContentType =>
    isContentType(type) ? type : "application/x-protobuf";

  const protocol: Protocol = {
    receive,
    best: ({ headers }) => taken(bestType(headers)),
    state: () => [...streams.values()],
    forget: () => {
      streams.clear();
      refusals.length = 0;
      newestOfResource.clear();
    },
  };
  const receiver = await openReceiver(protocol, options);
  return {
    ...receiver,
    streams,
    refusals,
    find: (metric, attributes = {}) =>
      [...streams.values()].filter(
        (stream) =>
          stream.metric === metric &&
          Object.entries(attributes).every(
            ([name, value]) => stream.attributes[name] === value || stream.resource[name] === value,
          ),
      ),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
};
