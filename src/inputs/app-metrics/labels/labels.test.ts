import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { container } from "../test/board.ts";
import type { Fault, Labels, Wanted } from "../wanted.ts";
import { wantedOf } from "../wanted-of.ts";

const read = (labels: Labels) => wantedOf(container("1", labels), { rules: [], otherLabels: true });

/** What differs from a reading that says nothing but its kind. */
const brief = ({ from, include, exclude, tags, ...wanted }: Wanted) => ({
  ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
  ...(include.length === 0 ? {} : { include }),
  ...(exclude.length === 0 ? {} : { exclude }),
  ...(Object.keys(tags).length === 0 ? {} : { tags }),
});

const metrics = { kind: "prometheus", path: "/metrics", scheme: "http" };
const checks = (document: unknown): Labels => ({ "com.datadoghq.ad.checks": JSON.stringify(document) });
const openmetrics = (instance: object): Labels => checks({ openmetrics: { instances: [instance] } });

const good: readonly (readonly [string, Labels, readonly object[]])[] = [
  ["no labels", {}, []],
  ["the kind alone", { "taskvitals.metrics": "prometheus" }, [metrics]],
  [
    "everything",
    {
      "taskvitals.metrics": "prometheus",
      "taskvitals.port": " 9090 ",
      "taskvitals.path": "/actuator/prometheus?all=1",
      "taskvitals.scheme": "https",
      "taskvitals.interval": "30s",
      "taskvitals.timeout": "500ms",
      "taskvitals.include": "http_*, jvm_*",
      "taskvitals.exclude": "*_created",
      "taskvitals.name": "shop.web",
      "taskvitals.tags": "team=shop, tier=front",
    },
    [
      {
        kind: "prometheus",
        port: 9090,
        path: "/actuator/prometheus?all=1",
        scheme: "https",
        intervalMs: 30_000,
        timeoutMs: 500,
        include: ["http_*", "jvm_*"],
        exclude: ["*_created"],
        name: "shop.web",
        tags: { team: "shop", tier: "front" },
      },
    ],
  ],
  [
    "empty ones count as not said",
    { "taskvitals.metrics": "expvar", "taskvitals.port": "" },
    [{ kind: "expvar", path: "/debug/vars", scheme: "http" }],
  ],
  [
    "go-stats has a path of its own",
    { "taskvitals.metrics": "go-stats" },
    [{ kind: "go-stats", path: "/api/stats", scheme: "http" }],
  ],
  [
    "several targets",
    {
      "taskvitals.metrics": "prometheus",
      "taskvitals.2.metrics": "json",
      "taskvitals.2.path": "/s",
      "taskvitals.10.metrics": "expvar",
    },
    [metrics, { kind: "json", path: "/s", scheme: "http" }, { kind: "expvar", path: "/debug/vars", scheme: "http" }],
  ],
  [
    "the same twice is read once",
    { "taskvitals.metrics": "prometheus", "taskvitals.1.metrics": "prometheus" },
    [metrics],
  ],
  [
    "ignored",
    { "taskvitals.metrics": "prometheus", "taskvitals.ignore": "true", ECS_PROMETHEUS_EXPORTER_PORT: "9" },
    [],
  ],
  ["logs and checks are not ours", { "taskvitals.logs.parse": "json", "taskvitals.check.up.http": "/" }, []],
  [
    "CloudWatch agent",
    { ECS_PROMETHEUS_EXPORTER_PORT: "9404", ECS_PROMETHEUS_METRICS_PATH: "/m", ECS_PROMETHEUS_JOB_NAME: "java" },
    [{ ...metrics, port: 9404, path: "/m", name: "java" }],
  ],
  ["CloudWatch agent's path without its port is nothing", { ECS_PROMETHEUS_METRICS_PATH: "/m" }, []],
  [
    "discoveries for Prometheus",
    {
      PROMETHEUS_EXPORTER_PORT: "80",
      PROMETHEUS_EXPORTER_PATH: "/p",
      PROMETHEUS_EXPORTER_SCHEME: "https",
      PROMETHEUS_EXPORTER_JOB_NAME: "j",
    },
    [{ kind: "prometheus", port: 80, path: "/p", scheme: "https", name: "j" }],
  ],
  [
    "ours and others' of one endpoint: ours",
    {
      "taskvitals.metrics": "prometheus",
      "taskvitals.port": "80",
      "taskvitals.name": "mine",
      ECS_PROMETHEUS_EXPORTER_PORT: "80",
    },
    [{ ...metrics, port: 80, name: "mine" }],
  ],
  ["Datadog, %%port%%", openmetrics({ openmetrics_endpoint: "http://%%host%%:%%port%%/metrics" }), [metrics]],
  [
    "Datadog, everything",
    openmetrics({
      openmetrics_endpoint: "https://%%host%%:9090/prom",
      namespace: "shop",
      metrics: ["^http_.+", { go_goroutines: "goroutines" }, "up"],
      exclude_metrics: ["^go_gc_.*$"],
      tags: ["team:shop", "canary"],
      timeout: 5,
      min_collection_interval: 30,
    }),
    [
      {
        kind: "prometheus",
        port: 9090,
        path: "/prom",
        scheme: "https",
        name: "shop",
        include: ["http_*", "up", "go_goroutines"],
        exclude: ["go_gc_*"],
        tags: { team: "shop" },
        timeoutMs: 5000,
        intervalMs: 30_000,
      },
    ],
  ],
  [
    "Datadog, three labels",
    {
      "com.datadoghq.ad.check_names": '["redisdb","openmetrics"]',
      "com.datadoghq.ad.init_configs": "[{},{}]",
      "com.datadoghq.ad.instances":
        '[{"host":"%%host%%"},[{"openmetrics_endpoint":"http://%%host%%:1/a"},{"openmetrics_endpoint":"http://%%host%%:2/b"}]]',
    },
    [
      { ...metrics, port: 1, path: "/a" },
      { ...metrics, port: 2, path: "/b" },
    ],
  ],
  [
    "Datadog, go_expvar",
    checks({ go_expvar: { instances: [{ expvar_url: "http://%%host%%:80/debug/vars" }] } }),
    [{ kind: "expvar", port: 80, path: "/debug/vars", scheme: "http" }],
  ],
  ["Datadog, checks of other kinds", checks({ redisdb: { instances: [{ host: "%%host%%" }] } }), []],
  [
    "Elastic, as its documentation has it",
    {
      "co.elastic.metrics/module": "prometheus",
      "co.elastic.metrics/hosts": "$" + "{data.host}:$" + "{data.port}",
      "co.elastic.metrics/metrics_path": "/actuator",
      "co.elastic.metrics/period": "1m",
      "co.elastic.metrics/timeout": "3s",
      "co.elastic.metrics/metricsets": "collector",
    },
    [{ ...metrics, path: "/actuator", intervalMs: 60_000, timeoutMs: 3000 }],
  ],
  [
    "Elastic, a port by its number",
    { "co.elastic.metrics/module": "golang", "co.elastic.metrics/hosts": "$" + "{data.host}:$" + "{data.ports.8222}" },
    [{ kind: "expvar", port: 8222, path: "/debug/vars", scheme: "http" }],
  ],
  [
    "Elastic, numbered",
    {
      "co.elastic.metrics/1.module": "prometheus",
      "co.elastic.metrics/1.hosts": "$" + "{data.host}:81",
      "co.elastic.metrics/2.module": "redis",
    },
    [{ ...metrics, port: 81 }],
  ],
];

const bad: readonly (readonly [string, Labels, string, RegExp])[] = [
  ["an unknown kind", { "taskvitals.metrics": "promethues" }, "taskvitals.metrics", /promethues.*prometheus, go-stats/],
  ["no kind", { "taskvitals.port": "80" }, "taskvitals.metrics", /is missing/],
  [
    "a port by name",
    { "taskvitals.metrics": "expvar", "taskvitals.port": "http" },
    "taskvitals.port",
    /number from 1 to 65535/,
  ],
  ["a port that is none", { "taskvitals.metrics": "expvar", "taskvitals.port": "70000" }, "taskvitals.port", /65535/],
  [
    "a path without a slash",
    { "taskvitals.metrics": "expvar", "taskvitals.path": "metrics" },
    "taskvitals.path",
    /slash/,
  ],
  [
    "a path with a line's end",
    { "taskvitals.metrics": "expvar", "taskvitals.path": "/a\r\nX: y" },
    "taskvitals.path",
    /slash/,
  ],
  [
    "another scheme",
    { "taskvitals.metrics": "expvar", "taskvitals.scheme": "file" },
    "taskvitals.scheme",
    /http or https/,
  ],
  [
    "a time without meaning",
    { "taskvitals.metrics": "expvar", "taskvitals.interval": "often" },
    "taskvitals.interval",
    /30s/,
  ],
  [
    "a time that is too short",
    { "taskvitals.metrics": "expvar", "taskvitals.interval": "5ms" },
    "taskvitals.interval",
    /from 1000/,
  ],
  [
    "an expression for a pattern",
    { "taskvitals.metrics": "expvar", "taskvitals.include": "(a+)+$" },
    "taskvitals.include",
    /\*/,
  ],
  [
    "tags of another shape",
    { "taskvitals.metrics": "expvar", "taskvitals.tags": "team:shop" },
    "taskvitals.tags",
    /team=shop/,
  ],
  ["a plugin without its name", { "taskvitals.metrics": "mackerel-plugin" }, "taskvitals.plugin", /missing/],
  ["a second set", { "taskvitals.3.metrics": "x" }, "taskvitals.3.metrics", /can be/],
  ["CloudWatch agent's port", { ECS_PROMETHEUS_EXPORTER_PORT: "http" }, "ECS_PROMETHEUS_EXPORTER_PORT", /number/],
  ["no JSON", { "com.datadoghq.ad.checks": "{" }, "com.datadoghq.ad.checks", /JSON/],
  [
    "another host",
    openmetrics({ openmetrics_endpoint: "http://169.254.169.254/latest" }),
    "com.datadoghq.ad.checks",
    /another host/,
  ],
  [
    "another host, with a name before",
    openmetrics({ openmetrics_endpoint: "http://%%host%%@evil/" }),
    "com.datadoghq.ad.checks",
    /another host/,
  ],
  [
    "a port by its place",
    openmetrics({ openmetrics_endpoint: "http://%%host%%:%%port_0%%/" }),
    "com.datadoghq.ad.checks",
    /give its number/,
  ],
  [
    "a variable of the agent",
    openmetrics({ openmetrics_endpoint: "http://%%host%%:80/%%env_DD_API_KEY%%" }),
    "com.datadoghq.ad.checks",
    /variables of the agent/,
  ],
  [
    "Elastic, another host",
    { "co.elastic.metrics/module": "prometheus", "co.elastic.metrics/hosts": "10.0.0.1:80" },
    "co.elastic.metrics/hosts",
    /another host/,
  ],
];

const remarks: readonly (readonly [string, Labels, RegExp])[] = [
  [
    "a key of ours that there is not",
    { "taskvitals.metrics": "prometheus", "taskvitals.prot": "80" },
    /there are metrics, port/,
  ],
  [
    "Datadog's password",
    openmetrics({ openmetrics_endpoint: "http://%%host%%/metrics", password: "x" }),
    /password.*no effect/,
  ],
  [
    "Datadog's expressions",
    openmetrics({ openmetrics_endpoint: "http://%%host%%/metrics", metrics: ["a|b"] }),
    /all metrics are read/,
  ],
  [
    "Elastic's filters",
    { "co.elastic.metrics/module": "prometheus", "co.elastic.metrics/metrics_filters.include": "a" },
    /no effect/,
  ],
];

const fault = (faults: readonly Fault[]): Fault => faults[0] ?? { label: "", what: "", isRead: false };

describe("labels", () => {
  it.each(good)("%s", (_, labels, expected) => {
    const { wanted, faults } = read(labels);
    expect(faults).toEqual([]);
    expect(wanted.map(brief)).toEqual(expected);
  });

  it.each(bad)("%s: not read, and said why", (_, labels, label, what) => {
    const { wanted, faults } = read(labels);
    expect(wanted).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(fault(faults)).toMatchObject({ label, isRead: false });
    expect(fault(faults).what).toMatch(what);
  });

  it.each(remarks)("%s: read without it", (_, labels, what) => {
    const { wanted, faults } = read(labels);
    expect(wanted.map(brief)).toEqual([metrics]);
    expect(faults).toMatchObject([{ isRead: true }]);
    expect(fault(faults).what).toMatch(what);
  });

  it("of others do not count where the configuration says so", () => {
    const seen = container("1", { ECS_PROMETHEUS_EXPORTER_PORT: "80", "taskvitals.metrics": "json" });
    const { wanted } = wantedOf(seen, { rules: [], otherLabels: false });
    expect(wanted.map(({ kind }) => kind)).toEqual(["json"]);
  });

  it("hold anything, and nothing throws", () => {
    const key = fc.constantFrom(
      ...["metrics", "port", "path", "2.metrics", "tags", "x"].map((rest) => `taskvitals.${rest}`),
      "com.datadoghq.ad.checks",
      "com.datadoghq.ad.instances",
      "com.datadoghq.ad.check_names",
      "co.elastic.metrics/module",
      "co.elastic.metrics/hosts",
      "ECS_PROMETHEUS_EXPORTER_PORT",
    );
    const value = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom("prometheus", "golang", '["openmetrics"]', "%%host%%:80"),
    );
    fc.assert(
      fc.property(fc.dictionary(key, value), (labels) => {
        for (const { path, port = 1 } of read(labels).wanted) {
          expect(path).toMatch(/^(\/[!-~]*)?$/);
          expect(port).toBeGreaterThan(0);
        }
      }),
    );
  });
});
