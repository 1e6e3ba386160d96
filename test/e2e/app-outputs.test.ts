import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { prometheusApps } from "../../src/outputs/prometheus-apps/index.ts";
import { prometheusRemoteWrite } from "../../src/outputs/prometheus-remote-write/index.ts";
import { seriesReading } from "../agreement/apps/read-backs.ts";
import { type AppReading, missingAppsOf, wrongAppsOf } from "../agreement/apps/reading.ts";
import { startedMs, watchApps } from "../agreement/apps/workload.ts";
import { requestsOf } from "../agreement/sent.ts";
import { appsSnapshot, everyKind, oddNames, targetEntry, twoTargets } from "../app-world.ts";
import { serveExpositions } from "./servers/exposition-target.ts";
import { startPrometheus, startPrometheusWith } from "./servers/prometheus.ts";
import type { Promql, SampledSeries } from "./servers/promql.ts";
import { feed } from "./servers/run.ts";
import { startVictoriaMetrics } from "./servers/victoria-metrics.ts";
import { waitFor } from "./servers/wait.ts";

const exposed = (snapshot: Snapshot, accept = "") => {
  const output = prometheusApps.create(prometheusApps.config.parse({}));
  return output.render(snapshot, output.variant({ accept }));
};

const conflicting = (): Snapshot =>
  appsSnapshot([
    targetEntry(1, everyKind(1)),
    targetEntry(2, [{ name: "gc_seconds", kind: "gauge", samples: [{ labels: {}, value: 1, atMs: 1 }] }]),
  ]);

/** What apps name is theirs to mend; what the text is, is ours. */
const remarks =
  /^(?:(?:http_server_requests_total|latency|temperature|__|_9lives|gc_seconds(?:_sum|_count)?) no help text|.* non-histogram metrics should not have "le" label)$/;

describe("promtool, of /apps/metrics", () => {
  test.each([
    ["two targets of the same names", twoTargets],
    ["names that Prometheus has not", oddNames],
    ["names of several types", conflicting],
  ])("%s: no error, and no remark on what is not the apps' own", async (_what, snapshot) => {
    const { code, output } = await feed(["promtool", "check", "metrics"], exposed(snapshot()).body);
    expect([0, 3]).toContain(code);
    expect(output.split("\n").filter((line) => line !== "" && !remarks.test(line))).toEqual([]);
  });
});

test("Prometheus scrapes /apps/metrics in both forms, and has the same series", async () => {
  await using stack = new AsyncDisposableStack();
  const bodies = ["", "application/openmetrics-text;version=1.0.0"].map((accept) => exposed(twoTargets(), accept));
  const target = stack.use(await serveExpositions(bodies));
  const jobs = ["text", "openmetrics"].map(
    (form, place) =>
      `  - { job_name: ${form}, honor_labels: true, metrics_path: /${place}, static_configs: [{ targets: ["${target.address}"] }] }`,
  );
  const prometheus = stack.use(
    await startPrometheusWith(
      `global: { scrape_interval: 1s, scrape_timeout: 1s }\nscrape_configs:\n${jobs.join("\n")}\n`,
    ),
  );
  const series = async (job: string) =>
    (await prometheus.query(`last_over_time({job="${job}",slot!=""}[15m])`))
      .map(({ labels, value }) => JSON.stringify([Object.entries({ ...labels, job: "" }).toSorted(), value]))
      .toSorted();
  for (const job of ["text", "openmetrics"])
    await prometheus.until(`max_over_time(up{job="${job}"}[15m])`, (up) => up === 1);
  const text = await series("text");
  expect(text.length).toBe((bodies[0]?.body.match(/^[^#]/gm) ?? []).length);
  expect(await series("openmetrics")).toEqual(text);
});

type Store = Promql & AsyncDisposable & { readonly writeUrl: string };

const stores: readonly (readonly [name: string, start: () => Promise<Store>])[] = [
  ["Prometheus", () => startPrometheus()],
  ["VictoriaMetrics", startVictoriaMetrics],
];

describe.each(stores)("%s, of remote write", (_name, start) => {
  test("every figure is what the apps counted", async () => {
    await using store = await start();
    const shiftMs = Math.floor((Date.now() - startedMs) / 10_000) * 10_000 - 240_000;
    const watched = { place: { form: "daemon", reasons: [] }, deliveries: watchApps(shiftMs), startedMs } as const;
    const options = { url: store.writeUrl, protocol: "1.0" };
    for (const { headers, body } of requestsOf(prometheusRemoteWrite, options, watched)) {
      const response = await fetch(store.writeUrl, { method: "POST", headers, body: Buffer.from(body) });
      expect(response.status, await response.text()).toBeLessThan(300);
    }
    const readingsOf = (series: readonly SampledSeries[]): readonly AppReading[] =>
      series.flatMap(({ labels, samples }) => {
        const { __name__: name = "", ...own } = labels;
        return samples.flatMap(([atMs, value]) =>
          seriesReading(name, new Map(Object.entries(own)), value, atMs - shiftMs),
        );
      });
    const readings = await waitFor({
      what: "the store has all series",
      attempt: async () => {
        const found = readingsOf(await store.range('{__name__=~"shop_.+"}[10m]'));
        return missingAppsOf(found, { counts: ["now"] }).length === 0 ? found : undefined;
      },
    });
    expect(wrongAppsOf(readings)).toEqual([]);
  });
});
