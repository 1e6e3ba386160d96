import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appsAtMs, appsSnapshot, everyKind, targetEntry, twoTargets } from "../../../test/app-world.ts";
import { graphDefinitions as acceptedGraphs, hostValues } from "../../../test/fakes/mackerel/rules.ts";
import { goStatsClassic } from "../../formats/go-stats/classic.ts";
import { readGoStats } from "../../formats/go-stats/go-stats.ts";
import type { AppFamily, AppHistogram } from "../../model/app-family.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { appGraphs } from "./app-graphs.ts";
import { labelSegment, quantileSegment } from "./app-names.ts";
import { percentileOf } from "./app-percentiles.ts";
import { openAppReadings } from "./app-readings.ts";
import { mackerelConfig } from "./config.ts";
import { settingsOf } from "./settings.ts";

interface More {
  readonly hosts?: "task" | "instance";
  readonly apps?: object;
}

const settings = ({ apps = {}, ...more }: More = {}) =>
  settingsOf(mackerelConfig.parse({ apiKey: "k", ...more, apps: { metrics: ["*"], ...apps } }));

const valuesOf = (snapshot: Snapshot, more: More = {}) =>
  Object.fromEntries(
    openAppReadings(settings(more))(snapshot).flatMap(({ readings }) =>
      readings.map(({ name, value }) => [name, value]),
    ),
  );

const gauge = (name: string, labels = {}, value = 1): AppFamily => ({
  name,
  kind: "gauge",
  samples: [{ labels, value, atMs: appsAtMs }],
});

describe("an app's metrics in Mackerel", () => {
  it("stand under the target's name and slot, by kind", () => {
    expect(valuesOf(appsSnapshot([targetEntry(2, everyKind(1))]))).toEqual({
      "custom.web.2.http_requests.200-get": 10,
      "custom.web.2.http_requests.500-post": 0,
      "custom.web.2.queue_length": -2.5,
      "custom.web.2.request_duration_seconds_count.get": 1,
      "custom.web.2.request_duration_seconds_sum.get": 0.4,
      "custom.web.2.request_duration_seconds.get.avg": 0.4,
      "custom.web.2.request_duration_seconds.get.p50": expect.closeTo(0.1 * (5 / 6), 9),
      "custom.web.2.request_duration_seconds.get.p90": 1,
      "custom.web.2.request_duration_seconds.get.p99": 1,
      "custom.web.2.gc_seconds_count": 0.5,
      "custom.web.2.gc_seconds_sum": 0.001,
      "custom.web.2.gc_seconds.p50": 0.001,
      "custom.web.2.gc_seconds.p100": 0.02,
      "custom.web.2.feature.dark": 1,
      "custom.web.2.feature.beta": 0,
      "custom.web.2.temperature": 21.5,
    });
  });

  it("have names that Mackerel takes, whatever the app's are, and none that is too long", () => {
    const odd = [gauge("http.server", { "a b": "/x?y=1" }), gauge("温度"), gauge("long", { path: "x".repeat(300) })];
    const names = Object.keys(valuesOf(appsSnapshot([targetEntry(1, odd, { name: "shop/web" })])));
    expect(names).toHaveLength(2);
    const values = names.map((name) => ({ hostId: "h", name, time: 1, value: 1 }));
    expect(hostValues.safeParse(values).success).toBe(true);
  });

  it("never come together: other values of labels, another name", () => {
    const label = fc.string({ unit: fc.constantFrom("a", "b", "-", ",", "_", "/"), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.tuple(label, label), fc.tuple(label, label), (one, other) => {
        const segment = ([a, b]: readonly [string, string]) => labelSegment({ a, b });
        expect(segment(one) === segment(other)).toBe(one.join("\n") === other.join("\n"));
      }),
    );
  });

  it("have graphs with units that Mackerel takes, the slot a wildcard", () => {
    const graphs = appGraphs(settings(), twoTargets());
    expect(acceptedGraphs.safeParse(graphs).success).toBe(true);
    expect(graphs.map(({ name, unit }) => [name, unit])).toContainEqual([
      "custom.web.#.request_duration_seconds.get",
      "seconds",
    ]);
    expect(graphs.find(({ name }) => name === "custom.web.#.http_requests")?.metrics.map(({ name }) => name)).toEqual([
      "custom.web.#.http_requests.200-get",
      "custom.web.#.http_requests.500-post",
    ]);
    expect(appGraphs(settingsOf(mackerelConfig.parse({ apiKey: "k" })), twoTargets())).toEqual([]);
  });

  it("of a plugin have the graphs that it describes, as far as Mackerel takes them", () => {
    const drawn = (name: string, graph: string, metric: string, more = {}): AppFamily => ({
      name,
      kind: "gauge",
      samples: [{ labels: {}, value: 1, atMs: appsAtMs }],
      line: { graph, unit: "bytes/sec", metric, stacked: true, ...more },
    });
    const families = [
      drawn("nginx.web_1.in", "nginx.#", "in", { title: "Nginx", label: "In" }),
      drawn("nginx.web_1.out", "nginx.#", "out"),
      drawn("nginx.web_1.any", "nginx.#", "*"),
      drawn("a.b.c", "#.#", "c"),
      gauge("plain"),
    ];
    const snapshot = appsSnapshot([1, 2].map((slot) => targetEntry(slot, families, { kind: "mackerel-plugin" })));
    const graphs = appGraphs(settings(), snapshot);
    expect(acceptedGraphs.safeParse(graphs).success).toBe(true);
    expect(graphs).toEqual([
      {
        name: "custom.nginx.#",
        displayName: "Nginx",
        unit: "bytes/sec",
        metrics: [
          { name: "custom.nginx.#.in", displayName: "In", isStacked: true },
          { name: "custom.nginx.#.out", displayName: "out", isStacked: true },
        ],
      },
    ]);
    expect(valuesOf(snapshot)).toMatchObject({ "custom.nginx.web_1.in": 1, "custom.a.b.c": 1, "custom.plain": 1 });
  });
});

const goAnswer = (ms: number) => ({
  time: (appsAtMs + ms) * 1e6,
  goroutine_num: 11,
  cgo_call_num: 5,
  memory_alloc: 1000,
  memory_sys: 20_000,
  memory_lookups: 0,
  memory_mallocs: 700,
  memory_frees: 600,
  memory_stack: 300,
  heap_sys: 8000,
  heap_idle: 5000,
  heap_inuse: 3000,
  heap_released: 100 + ms / 100,
  gc_num: 40,
  gc_per_second: 0.5,
  gc_pause_per_second: 0.25,
});

const goSnapshot = (ms: number, more: Parameters<typeof targetEntry>[2] = {}): Snapshot => {
  const { families } = readGoStats(JSON.stringify(goAnswer(ms)), { nowMs: appsAtMs + ms });
  const counted = families.map(
    (family): AppFamily =>
      family.kind === "counter"
        ? { ...family, samples: family.samples.map((sample) => ({ ...sample, perSecond: 2 })) }
        : family,
  );
  return appsSnapshot([targetEntry(3, counted, { kind: "go-stats", ...more })], appsAtMs + ms);
};

describe("golang-stats-api-handler in Mackerel", () => {
  it("has the fifteen names of mackerel-plugin-gostats, changes a minute included", () => {
    const read = openAppReadings(settings());
    read(goSnapshot(0));
    const told = read(goSnapshot(10_000)).flatMap(({ readings }) => readings.map(({ name, value }) => [name, value]));
    const values = Object.fromEntries(told);
    expect(Object.keys(values).toSorted()).toEqual(
      goStatsClassic.map(({ group, field }) => `custom.gostats.3.${group}.${field}`).toSorted(),
    );
    expect(values).toMatchObject({
      "custom.gostats.3.runtime.goroutine_num": 11,
      "custom.gostats.3.gc.gc_num": 120,
      "custom.gostats.3.heap.heap_released": 600,
      "custom.gostats.3.heap.heap_sys": 8000,
    });
  });

  it("goes by port where that is wanted, and by slot where there is none", () => {
    const apps = { goStatsBy: "port" };
    expect(Object.keys(valuesOf(goSnapshot(0, { hostPort: 32_768 }), { apps }))[0]).toMatch(
      /^custom\.gostats\.32768\./,
    );
    expect(Object.keys(valuesOf(goSnapshot(0), { apps }))[0]).toMatch(/^custom\.gostats\.3\./);
  });

  it("keeps two names of one slot apart on one host", () => {
    const [one] = goSnapshot(0).entries;
    const [other] = goSnapshot(0, { name: "worker" }).entries;
    if (one === undefined || other === undefined) throw new Error("no entries");
    const names = Object.keys(valuesOf(appsSnapshot([one, other]), { hosts: "instance" }));
    expect(names).toContain("custom.gostats.3.runtime.goroutine_num");
    expect(names).toContain("custom.gostats.worker-3.runtime.goroutine_num");
  });
});

describe("a Mackerel plugin's values", () => {
  it("have the plugin's own names", () => {
    const entry = targetEntry(1, [gauge("memcached.cmd.get", {}, 7)], { kind: "mackerel-plugin" });
    expect(valuesOf(appsSnapshot([entry]))).toEqual({ "custom.memcached.cmd.get": 7 });
    expect(appGraphs(settings(), appsSnapshot([entry]))).toEqual([]);
  });
});

describe("a percentile", () => {
  const histogram = (grown: readonly number[], count: number): AppHistogram => ({
    labels: {},
    buckets: grown.map((_, place) => ({ upperBound: place + 1, count: 0 })),
    count: 0,
    atMs: 0,
    growth: { overMs: 1, count, buckets: grown },
  });
  const of = (one: AppHistogram, share: number) =>
    one.growth === undefined ? 0 : percentileOf(one, one.growth, share);

  it("lies on the line between its bucket's ends, and at the last bound when it is above", () => {
    expect(of(histogram([0, 10], 10), 0.5)).toBe(1.5);
    expect(of(histogram([10, 10], 20), 0.9)).toBe(2);
    expect(of(histogram([0, 0], 0), 0.5)).toBeUndefined();
    expect(of(histogram([], 5), 0.5)).toBeUndefined();
  });

  it("is never outside the bounds, and grows with its share", () => {
    const gains = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(gains, fc.nat({ max: 50 }), (own, above) => {
        let upTo = 0;
        const grown = own.map((one) => {
          upTo += one;
          return upTo;
        });
        const one = histogram(grown, upTo + above);
        const [low = 0, middle = 0, high = 0] = [0.1, 0.5, 0.99].map((share) => of(one, share));
        if (upTo + above === 0) return;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(own.length);
        expect(low).toBeLessThanOrEqual(middle + 1e-9);
        expect(middle).toBeLessThanOrEqual(high + 1e-9);
      }),
    );
  });

  it.each([
    [0.5, "p50"],
    [0.99, "p99"],
    [0.999, "p99_9"],
    [1, "p100"],
    [0.07, "p7"],
  ])("of %d is called %s", (quantile, name) => {
    expect(quantileSegment(quantile)).toBe(name);
  });
});
