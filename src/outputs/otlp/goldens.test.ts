import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { oddNames, twoTargets } from "../../../test/app-world.ts";
import { partsOf } from "../../../test/fakes/otlp/parts.ts";
import { readExport } from "../../../test/fakes/otlp/read.ts";
import { expectGolden } from "../../../test/golden.ts";
import { pushDeps } from "../../../test/push-deps.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import {
  bridgeSnapshot,
  daemonSnapshot,
  everyMetricSnapshot,
  fargateSnapshot,
} from "../prometheus/sample-snapshots.ts";
import { otlp } from "./index.ts";

const endpoint = "http://collector:4318";
const startedMs = 0;

const encoded = (snapshot: Snapshot, config: Record<string, unknown> = {}) => {
  const clock = { now: () => startedMs, monotonic: () => 0, sleep: async () => {} };
  const output = otlp.create(otlp.config.parse({ endpoint, instance: "here", ...config }), pushDeps({ clock }));
  return output.encode(output.select([{ kind: "snapshot", snapshot }]));
};

const read = ({ headers, body }: ReturnType<typeof encoded>) => readExport({ headers, body: Buffer.from(body) });

const cases: readonly (readonly [file: string, snapshot: Snapshot, config: Record<string, unknown>])[] = [
  ["fargate.txt", fargateSnapshot(), {}],
  ["bridge.txt", bridgeSnapshot(), { internalContainers: "show" }],
  [
    "daemon.txt",
    daemonSnapshot(),
    {
      labels: ["team", "com.example.cost-centre"],
      serviceName: "shop",
      resourceAttributes: ["deployment.environment.name=a%20stage", "cloud.region=eu-west-1"],
    },
  ],
  ["every-metric.txt", everyMetricSnapshot(), {}],
  ["apps.txt", twoTargets(), {}],
  ["apps-odd-names.txt", oddNames(), {}],
];

const attributesText = (attributes: object): string => JSON.stringify(attributes);

describe("what is sent", () => {
  it.each(cases)("%s", (file, snapshot, config) => {
    const lines = read(encoded(snapshot, config)).resourceMetrics.flatMap(({ resource, scopeMetrics }) => [
      attributesText(resource.attributes),
      ...scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap((metric) => {
          const { name, unit } = metric;
          const kind = (["sum", "gauge", "histogram", "summary"] as const).find((one) => metric[one] !== undefined);
          return [
            `  ${name} [${unit}] ${kind}`,
            ...partsOf(metric).map(
              ({ part = "", attributes, value, whole, timeUnixNano }) =>
                `    ${attributesText(attributes)} ${part}${part === "" ? "" : " "}${value}${whole ? "" : " (double)"} @${timeUnixNano}`,
            ),
          ];
        }),
      ),
    ]);
    expectGolden(join(import.meta.dirname, "cases", file), `${lines.join("\n")}\n`);
  });

  it.each([{ protocol: "http/json" }, { protocol: "http/json", compression: "none" }, { compression: "none" }])(
    "is the same in every encoding: %j",
    (config) => {
      const payload = encoded(bridgeSnapshot(), config);
      expect(read(payload)).toEqual(read(encoded(bridgeSnapshot())));
      expect(payload.headers["content-encoding"]).toBe(config.compression === "none" ? undefined : "gzip");
      if (config.compression === "none") expect(payload.plainBytes).toBe(payload.body.length);
      else expect(payload.plainBytes).toBeGreaterThan(payload.body.length * 4);
    },
  );
});
