import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { agree, type Figure, figuresOf, missingOf, worlds, wrongOf } from "../agreement/compare.ts";
import { deliver } from "../agreement/deliver.ts";
import { elasticMetricbeat, prometheusNames } from "../agreement/names.ts";
import type { Meanings, Reading } from "../agreement/reading.ts";
import { ofLabels, readingsOfDocument } from "../agreement/receivers.ts";
import { ageMs } from "../agreement/watch.ts";
import { type OpenSearch, startOpenSearch } from "./servers/opensearch.ts";
import { startPrometheus } from "./servers/prometheus.ts";
import type { Promql } from "./servers/promql.ts";
import { startVictoriaMetrics } from "./servers/victoria-metrics.ts";
import { waitFor } from "./servers/wait.ts";

/** In the past, so that no sample is in the receivers' future. */
const agoMs = 4 * 60_000;

/** A real receiver, and how it is asked. */
interface Store {
  readonly name: string;
  readonly names: Meanings;
  /** The section of its output. */
  readonly outputs: Readonly<Record<string, object>>;
  read(): Promise<readonly Reading[]>;
}

const promqlStore = (name: string, store: Promql & { readonly writeUrl: string }): Store => ({
  name,
  names: prometheusNames,
  outputs: { "prometheus-remote-write": { url: store.writeUrl, cadenceMs: 5000 } },
  read: async () =>
    (await store.range('{job="taskvitals"}[15m]')).flatMap(({ labels, samples }) =>
      samples.map(([atMs, value]) => ({
        name: labels.__name__ ?? "",
        ...ofLabels((label) => labels[label]),
        value,
        atMs,
      })),
    ),
});

const hits = z.object({ hits: z.object({ hits: z.array(z.object({ _source: z.unknown() })) }) });

const searchStore = (server: OpenSearch): Store => ({
  name: "OpenSearch",
  names: elasticMetricbeat,
  outputs: { elasticsearch: { hosts: [server.url], flushMs: 5000 } },
  read: async () => {
    await server.ask("POST", "/_refresh");
    const found = hits.parse(await server.ask("POST", "/metricbeat-*/_search?size=10000", {}));
    return found.hits.hits.flatMap(({ _source: document }) => readingsOfDocument(document));
  },
});

/** The same figure in every store. */
const keyOf = ({ subject, atMs }: Figure): string => `${subject} at ${Math.round(atMs)}`;

/** Both launch types, both kinds of network; the strict receivers get all worlds (`test/agreement`). */
const tried = worlds.filter(({ shape }) => shape === "fargate" || shape === "ec2-bridge");

const search = new AsyncDisposableStack();
let server: OpenSearch;
afterAll(() => search.disposeAsync());

beforeAll(async () => {
  server = search.use(await startOpenSearch());
});

describe.each(tried)("$shape", (world) => {
  const stack = new AsyncDisposableStack();
  const figures = new Map<string, readonly Figure[]>();
  let stores: readonly Store[];
  afterAll(() => stack.disposeAsync());

  beforeAll(async () => {
    const [prometheus, victoriaMetrics] = await Promise.all([
      startPrometheus().then((it) => stack.use(it)),
      startVictoriaMetrics().then((it) => stack.use(it)),
      // What the world before has left; it takes ten seconds to start one anew.
      server.ask("DELETE", "/_data_stream/metricbeat-*"),
    ]);
    stores = [
      promqlStore("Prometheus", prometheus),
      promqlStore("VictoriaMetrics", victoriaMetrics),
      searchStore(server),
    ];
    const startedMs = Date.now() - agoMs - ageMs;
    for (const { name, names, outputs, read } of stores) {
      // The same workload again: scripts depend on nothing but time.
      await using delivered = await deliver({ ...world, startedMs, outputs });
      expect(delivered.health()).toMatchObject([{ inHand: 0, queue: { records: 0 }, refused: new Map() }]);
      const told = await waitFor({
        what: `${name} has everything`,
        attempt: async () => {
          const all = figuresOf(world, names, await read(), startedMs);
          const missing = missingOf(world, names, all);
          if (missing.length > 0) throw new Error(`missing: ${missing.slice(0, 3).join(", ")}`);
          return all;
        },
      });
      figures.set(name, told);
    }
  });

  test("every figure of every store is what the workload did", () => {
    expect([...figures.keys()]).toEqual(["Prometheus", "VictoriaMetrics", "OpenSearch"]);
    for (const all of figures.values()) expect(wrongOf(all)).toEqual([]);
  });

  test("the stores agree with each other, moment by moment", () => {
    const [first, second, third] = [...figures.values()].map(
      (all) => new Map(all.map((figure) => [keyOf(figure), figure.value])),
    );
    const apart = [second, third].flatMap((other) =>
      [...(other ?? [])].filter(([key, value]) => {
        const known = first?.get(key);
        return known !== undefined && !agree(value, known);
      }),
    );
    expect(apart).toEqual([]);
    const shared = (other: ReadonlyMap<string, number> | undefined): number =>
      [...(other?.keys() ?? [])].filter((key) => first?.has(key)).length;
    expect(shared(second)).toBe(first?.size);
    expect(shared(third)).toBeGreaterThan(20);
  });
});
