import { describe, expect, it } from "vitest";
import { appsAtMs, appsSnapshot, everyKind, targetEntry } from "../../../test/app-world.ts";
import type { AppFamily } from "../../model/app-family.ts";
import { containerResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import { appsOf } from "./app-targets.ts";
import * as contract from "./contract.ts";

const address = "127.0.0.1:32768/metrics";

const containerOf = ({ resource }: Entry) => {
  if (resource.scope !== "target") throw new Error(resource.scope);
  return containerResource(resource.container, resource.task);
};

const point = (metric: string, value: number, attributes: Readonly<Record<string, string>> = {}) => ({
  metric,
  value,
  attributes,
  atMs: appsAtMs,
});

const trouble = (subject: string, owner = "app-metrics"): contract.Trouble => ({
  code: "target-refused",
  severity: "error",
  owner,
  subject,
  detail: "",
  title: "Nobody listens",
  fix: "See that the app listens.",
});

const report = (snapshot: Snapshot, of: readonly Entry[], troubles: readonly contract.Trouble[] = []) => {
  const containers = of.map(containerOf);
  const concerned = new Set(containers.map(({ key }) => key));
  return contract.apps.parse(
    appsOf(snapshot, { key: "k", answeredMs: appsAtMs + 1, everyMs: 10_000, concerned, containers, troubles }),
  );
};

describe("what apps tell of themselves, by container", () => {
  it("is that of the containers asked for, and of no other", () => {
    const [one, other] = [targetEntry(1, everyKind(1)), targetEntry(2, everyKind(2))];
    const { targets } = report(appsSnapshot([one, other]), [other]);
    expect(targets.map(({ key, container }) => [key, container])).toEqual([["target/c2/web", containerOf(other).key]]);
    expect(targets[0]?.families.map(({ name }) => name)).toEqual(everyKind(2).map(({ name }) => name));
    expect(targets[0]?.newestSampleMs).toBe(appsAtMs - 500);
    expect(targets[0]?.families[2]?.samples[0]?.gained).toEqual({
      overMs: 10_000,
      count: 20,
      sum: 8,
      buckets: [12, 18],
    });
  });

  it("says how the last reading went", () => {
    const points = [
      point("target.up", 1),
      point("target.reading.duration", 0.012),
      point("target.samples", 42),
      point("target.body.size", 2048),
      point("target.errors", 3, { reason: "timeout" }),
      point("target.dropped_samples", 7, { reason: "over-samples" }),
    ];
    const entry = { ...targetEntry(1, [], { address }), points };
    expect(report(appsSnapshot([entry]), [entry]).targets[0]).toMatchObject({
      kind: "prometheus",
      slot: 1,
      address,
      up: true,
      readingSeconds: 0.012,
      series: 42,
      bodyBytes: 2048,
      errors: { timeout: 3 },
      leftOut: { "over-samples": 7 },
      families: [],
    });
  });

  it("knows nothing of a target that has not been read yet", () => {
    const entry = targetEntry(1, []);
    const [target] = report(appsSnapshot([entry]), [entry]).targets;
    expect(target).not.toHaveProperty("up");
    expect(target).not.toHaveProperty("newestSampleMs");
    expect(target).not.toHaveProperty("series");
  });

  it("has a target's troubles with it, and those of labels that lead to none beside them", () => {
    const entry = targetEntry(1, [], { address });
    const words = `web/app (${"c1".padEnd(12, "0")})`;
    const own = trouble(`${words} http://${address}`);
    const label = trouble(`${words} taskvitals.port`);
    const others = [
      trouble(`web/app (${"c2".padEnd(12, "0")}) http://${address}`),
      trouble(`${words}x taskvitals.port`),
      trouble(`${words} taskvitals.port`, "otlp"),
    ];
    const found = report(appsSnapshot([entry]), [entry], [own, label, ...others]);
    expect(found.targets[0]?.troubles).toEqual([own]);
    expect(found.troubles).toEqual([label]);
  });

  it("has room for so many series, a histogram whole or not at all, and tells what is left out", () => {
    const gauges: AppFamily = {
      name: "many",
      kind: "gauge",
      samples: Array.from({ length: 4998 }, (_, id) => ({ labels: { id: `${id}` }, value: id, atMs: appsAtMs })),
    };
    const entry = targetEntry(1, [gauges, ...everyKind(1)]);
    const found = report(appsSnapshot([entry]), [entry]);
    expect(found.targets[0]?.families.map(({ name }) => name)).toEqual(["many", "http_requests"]);
    expect(found.seriesLeftOut).toBeGreaterThan(5);
  });

  it("has room for so many characters: labels are the app's", () => {
    const long: AppFamily = {
      name: "long",
      kind: "gauge",
      samples: Array.from({ length: 300 }, (_, id) => ({
        labels: { id: `${id}`.padEnd(8000, "x") },
        value: id,
        atMs: appsAtMs,
      })),
    };
    const entry = targetEntry(1, [long]);
    const found = report(appsSnapshot([entry]), [entry]);
    expect(JSON.stringify(found).length).toBeLessThan(1.2 * 1024 * 1024);
    expect(found.targets[0]?.families[0]?.samples.length).toBe(131);
    expect(found.seriesLeftOut).toBe(169);
  });
});
