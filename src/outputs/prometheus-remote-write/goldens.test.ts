import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { oddNames, twoTargets } from "../../../test/app-world.ts";
import { readVersion1, readVersion2 } from "../../../test/fakes/remote-write/read.ts";
import { expectGolden } from "../../../test/golden.ts";
import { pushDeps } from "../../../test/push-deps.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { readExposition, seriesText } from "../prometheus/exposition-reader.ts";
import { prometheus } from "../prometheus/index.ts";
import {
  bridgeSnapshot,
  daemonSnapshot,
  everyMetricSnapshot,
  fargateSnapshot,
} from "../prometheus/sample-snapshots.ts";
import { prometheusRemoteWrite } from "./index.ts";

const url = "http://prometheus:9090/api/v1/write";

const encoded = (snapshot: Snapshot, config: Record<string, unknown>) => {
  const output = prometheusRemoteWrite.create(
    prometheusRemoteWrite.config.parse({ url, instance: "ip-10-0-1-17", ...config }),
    pushDeps(),
  );
  return output.encode(output.select([{ kind: "snapshot", snapshot }]));
};

const cases: readonly (readonly [file: string, snapshot: Snapshot, config: Record<string, unknown>])[] = [
  ["fargate/version-1.txt", fargateSnapshot(), { protocol: "1.0" }],
  ["fargate/version-2.txt", fargateSnapshot(), { protocol: "2.0", dialects: ["taskvitals"] }],
  ["bridge/ee-and-ecs-exporter.txt", bridgeSnapshot(), { protocol: "1.0", dialects: ["ee", "ecs-exporter"] }],
  [
    "daemon/labels.txt",
    daemonSnapshot(),
    {
      protocol: "1.0",
      dialects: ["taskvitals"],
      labels: ["team", "com.example.cost-centre"],
      job: "",
      externalLabels: ["region=eu-central-1", "task_family=never", "empty="],
    },
  ],
  ["apps/version-1.txt", twoTargets(), { protocol: "1.0", job: "" }],
  ["apps/version-2.txt", twoTargets(), { protocol: "2.0" }],
  ["apps/odd-names.txt", oddNames(), { protocol: "1.0" }],
];

describe("what is sent", () => {
  it.each(cases)("%s", (file, snapshot, config) => {
    const { body, headers } = encoded(snapshot, config);
    const read = config.protocol === "2.0" ? readVersion2(body) : readVersion1(body);
    const lines = read.map(({ labels, samples, metadata }) =>
      JSON.stringify({ labels: Object.fromEntries(labels), samples, ...(metadata === undefined ? {} : { metadata }) }),
    );
    const head = Object.entries({ ...headers, "user-agent": "taskvitals" }).map(([name, value]) => `${name}: ${value}`);
    expect(headers["user-agent"]).toMatch(/^taskvitals\/\d+\.\d+\.\d+/);
    expectGolden(join(import.meta.dirname, "cases", file), [...head, "", ...lines, ""].join("\n"));
  });

  it.each([
    ["fargate", fargateSnapshot()],
    ["bridge", bridgeSnapshot()],
    ["daemon", daemonSnapshot()],
    ["every metric", everyMetricSnapshot()],
  ])("has the names, labels and values of /metrics, and nothing else: %s", (_name, snapshot) => {
    const config = { dialects: ["taskvitals", "ee", "ecs-exporter"], labels: ["team"] };
    const exposition = prometheus.create(prometheus.config.parse(config)).render(snapshot, "text-0.0.4");
    const exposed = readExposition(exposition.body, "text").flatMap(({ samples }) => samples);
    const sent = readVersion1(encoded(snapshot, { ...config, job: "", instance: "" }).body).map(
      ({ labels, samples }) => {
        const { __name__: name = "", ...rest } = Object.fromEntries(labels);
        return [
          seriesText({ name, labels: new Map(Object.entries(rest)), value: 0, time: undefined }),
          samples[0]?.value,
        ];
      },
    );
    expect(new Map(exposed.map((sample) => [seriesText(sample), sample.value]))).toEqual(
      new Map(sent.map(([k, v]) => [k, v])),
    );
    expect(sent.length).toBe(exposed.length);
  });
});
