import { z } from "zod";
import { datadogNames, elasticMetricbeat, mackerelNames, prometheusNames } from "./names.ts";
import { directed, ofResource, otlpNames } from "./otlp.ts";
import type { Meanings, Reading } from "./reading.ts";
import { mackerelName, ofLabels, ofTags, readingsOfDocument } from "./receivers.ts";

/** What a receiver has, asked of itself. */
export interface StoreReader {
  readonly output: string;
  readonly names: Meanings;
  /** `state`: the address at which the stand-in tells what it took. */
  read(state: string): Promise<readonly Reading[]>;
}

const ask = async (url: string): Promise<unknown> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${response.status} of ${url}`);
  return response.json();
};

const labels = z.record(z.string(), z.string());

const prometheusSeries = z.array(
  z.object({
    labels,
    samples: z.array(z.object({ value: z.union([z.number(), z.literal("stale")]), atMs: z.number() })),
  }),
);

const labelled = (pairs: z.output<typeof labels>) => ({
  name: pairs.__name__ ?? "",
  ...ofLabels((label) => pairs[label]),
});

const remoteWrite: StoreReader = {
  output: "prometheus-remote-write",
  names: prometheusNames,
  read: async (state) =>
    prometheusSeries
      .parse(await ask(state))
      .flatMap((series) =>
        series.samples.flatMap(({ value, atMs }) =>
          value === "stale" ? [] : [{ ...labelled(series.labels), value, atMs }],
        ),
      ),
};

const datadogSeries = z.array(
  z.object({
    metric: z.string(),
    tags: z.array(z.string()),
    points: z.array(z.tuple([z.number(), z.number()])),
  }),
);

const datadog: StoreReader = {
  output: "datadog",
  names: datadogNames,
  read: async (state) =>
    datadogSeries
      .parse(await ask(new URL("/fake/series", state).href))
      .flatMap(({ metric, tags, points }) =>
        points.map(([seconds, value]) => ({ name: metric, ...ofTags(tags), value, atMs: seconds * 1000 })),
      ),
};

const mackerelState = z.object({
  hosts: z.array(
    z.object({
      id: z.string(),
      meta: z.object({ cloud: z.object({ metadata: z.object({ task_family: z.string() }) }) }),
    }),
  ),
  hostValues: z.record(z.string(), z.record(z.string(), z.array(z.object({ time: z.number(), value: z.number() })))),
});

const mackerel: StoreReader = {
  output: "mackerel",
  names: mackerelNames,
  read: async (state) => {
    const { hosts, hostValues } = mackerelState.parse(await ask(state));
    return hosts.flatMap(({ id, meta }) =>
      Object.entries(hostValues[id] ?? {}).flatMap(([name, values]) =>
        values.map(({ time, value }) => ({
          ...mackerelName(name),
          family: meta.cloud.metadata.task_family,
          value,
          atMs: time * 1000,
        })),
      ),
    );
  },
};

const attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

const streams = z.array(
  z.object({
    resource: attributes,
    metric: z.string(),
    attributes,
    points: z.array(z.object({ value: z.number(), timeMs: z.number() })),
  }),
);

const otlp: StoreReader = {
  output: "otlp",
  names: otlpNames,
  read: async (state) =>
    streams.parse(await ask(state)).flatMap(({ resource, metric, attributes: own, points }) =>
      points.map(({ value, timeMs }) => ({
        name: directed(metric, own),
        ...ofResource(resource),
        value,
        atMs: timeMs,
      })),
    ),
};

const elasticsearch: StoreReader = {
  output: "elasticsearch",
  names: elasticMetricbeat,
  read: async (state) =>
    z
      .array(z.object({ document: z.unknown() }))
      .parse(await ask(state))
      .flatMap(({ document }) => readingsOfDocument(document)),
};

/** Of the strict stand-ins (`test/fakes/receivers.ts`). */
export const storeReaders: readonly StoreReader[] = [remoteWrite, datadog, mackerel, otlp, elasticsearch];
