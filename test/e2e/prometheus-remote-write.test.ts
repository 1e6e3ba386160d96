import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ReadSample, readExposition } from "../../src/outputs/prometheus/exposition-reader.ts";
import { type Agent, startAgent } from "./servers/agent.ts";
import { startPrometheus } from "./servers/prometheus.ts";
import type { Promql, SampledSeries } from "./servers/promql.ts";
import { type SimulationProcess, startSimulationProcess } from "./servers/simulation.ts";
import { startVictoriaMetrics } from "./servers/victoria-metrics.ts";
import { waitFor } from "./servers/wait.ts";

type Store = Promql & AsyncDisposable & { readonly writeUrl: string };

const stores: readonly (readonly [name: string, start: () => Promise<Store>])[] = [
  ["Prometheus", () => startPrometheus()],
  ["VictoriaMetrics", startVictoriaMetrics],
];

const sent = { job: "taskvitals", instance: "the-test" };

/** Labels without what remote write adds, as one text. */
const key = (labels: Iterable<readonly [string, string]>): string =>
  JSON.stringify([...labels].filter(([name]) => !(name in sent)).sort(([one], [other]) => (one < other ? -1 : 1)));

/** VictoriaMetrics keeps decimals, a dozen digits of them. */
const isSame = (value: number, expected: number): boolean => Math.abs(value - expected) <= Math.abs(expected) * 1e-9;

const keyOf = ({ labels, name }: ReadSample): string => key([...labels, ["__name__", name]]);

interface World {
  readonly store: Store;
  readonly simulation: SimulationProcess;
  readonly agent: Agent;
}

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const worlds = new Map<string, World>();

const openWorld = async (start: () => Promise<Store>): Promise<World> => {
  const store = stack.use(await start());
  const simulation = stack.use(await startSimulationProcess("--scripted", "--shape", "fargate"));
  const agent = stack.use(
    await startAgent({
      env: {
        ...simulation.environment,
        TASKVITALS_INTERVAL_MS: "1000",
        TASKVITALS_OUTPUTS_PROMETHEUS_TIMESTAMPS: "on",
        TASKVITALS_OUTPUTS_PROMETHEUS_REMOTE_WRITE_URL: store.writeUrl,
        TASKVITALS_OUTPUTS_PROMETHEUS_REMOTE_WRITE_CADENCE_MS: "1000",
        HOSTNAME: sent.instance,
      },
    }),
  );
  await store.until("ecs_task_cpu_usage_vcpus");
  return { store, simulation, agent };
};

// At the same time: the sources have new samples every ten seconds only.
beforeAll(async () => {
  await Promise.all(stores.map(async ([name, start]) => worlds.set(name, await openWorld(start))));
});

describe.each(stores)("%s", (name) => {
  let store: Store;
  let simulation: SimulationProcess;
  let agent: Agent;
  beforeAll(() => {
    const world = worlds.get(name);
    if (world === undefined) throw new Error(`${name} was not started`);
    ({ store, simulation, agent } = world);
  });

  /** What the agent exposes with the time of its sample; the store has to have the very same. */
  const exposed = async (): Promise<readonly ReadSample[]> =>
    readExposition(await agent.metrics(), "text").flatMap(({ samples }) => samples);

  const stored = async (): Promise<ReadonlyMap<string, SampledSeries>> =>
    new Map(
      (await store.range('{job="taskvitals"}[30m]')).map((series) => [key(Object.entries(series.labels)), series]),
    );

  test("has every series of /metrics, under job and instance", async () => {
    const [before, series] = [await exposed(), await stored()];
    expect(before.length).toBeGreaterThan(150);
    for (const { labels } of series.values()) expect(labels).toMatchObject(sent);
    await waitFor({
      what: "the store has every series",
      attempt: async () => {
        const known = await stored();
        const missing = before.map(keyOf).filter((one) => !known.has(one));
        if (missing.length > 0) throw new Error(`missing: ${missing.slice(0, 3).join(" ")}`);
        return true;
      },
    });
  });

  test("has the samples with the source's own times and values", async () => {
    // Of collections that come close together one alone is sent: one of these is.
    const looks: (readonly ReadSample[])[] = [];
    const faultIn = (samples: readonly ReadSample[], known: ReadonlyMap<string, SampledSeries>): string | undefined => {
      for (const sample of samples) {
        const found = known.get(keyOf(sample))?.samples.find(([atMs]) => atMs === Math.round(sample.time ?? 0));
        if (found === undefined) return `no sample of ${keyOf(sample)} at ${sample.time}`;
        if (!isSame(found[1], sample.value)) return `${keyOf(sample)} is ${found[1]}, not ${sample.value}`;
      }
      return undefined;
    };
    await waitFor({
      what: "the store has the samples",
      everyMs: 500,
      attempt: async () => {
        const look = (await exposed()).filter(({ time }) => time !== undefined);
        expect(look.length).toBeGreaterThan(20);
        looks.push(look);
        const known = await stored();
        const faults = looks.map((samples) => faultIn(samples, known));
        if (!faults.includes(undefined)) throw new Error(faults[0]);
        return true;
      },
    });
  });

  test("has each sample once, however often it was collected", async () => {
    await waitFor({
      what: "two samples of a container",
      attempt: async () => {
        const [series] = await store.range('ecs_container_memory_usage_bytes{container_name="web"}[30m]');
        const times = series?.samples.map(([atMs]) => atMs) ?? [];
        if (times.length < 2) throw new Error(`${times.length} samples`);
        const gaps = times.slice(1).map((atMs, place) => atMs - (times[place] ?? 0));
        // The source samples every ten seconds, the agent collects every second.
        for (const gapMs of gaps) expect(gapMs).toBeGreaterThan(5_000);
        return true;
      },
    });
  });

  test("sees the end of a container at once", async () => {
    await simulation.fault({ kind: "stop", container: "worker", exitCode: "9" });
    await store.until('ecs_container_exit_code{container_name="worker"}', (code) => code === 9);
    await store.untilGone('ecs_container_memory_usage_bytes{container_name="worker"}');
    await store.until("count(ecs_container_memory_usage_bytes)", (count) => count === 2);
    // Its marker is no sample, though VictoriaMetrics hands it out among them.
    const [ended] = await store.range('ecs_container_memory_usage_bytes{container_name="worker"}[30m]');
    expect(ended?.samples.length).toBeGreaterThan(0);
    for (const [, value] of ended?.samples ?? []) expect(value).toBeGreaterThan(0);
  });

  test("sees the end of the agent at once", async () => {
    await store.until('count({job="taskvitals"})', (count) => count > 100);
    const { code } = await agent.child.end("SIGTERM");
    expect(code).toBe(0);
    await store.untilGone('{job="taskvitals"}');
  });
});
