import { otlp } from "../../src/outputs/otlp/index.ts";
import { readExport } from "../fakes/otlp/read.ts";
import { type Meanings, ofContainers, ofTasks } from "./reading.ts";
import type { ReadBack } from "./receivers.ts";
import { requestsOf } from "./sent.ts";

/** The conventions have both directions under one name: the direction is looked up with it. */
const inOtlp = (owner: string) =>
  [
    [`${owner}.cpu.time`, "cpu time"],
    [`${owner}.cpu.usage`, "cpu usage"],
    [`${owner}.cpu.utilization`, "cpu utilization"],
    [`${owner}.memory.usage`, "memory usage"],
    [`${owner}.memory.working_set`, "memory working set"],
    [`${owner}.memory.limit`, "memory limit"],
    [`${owner}.memory.utilization`, "memory utilization"],
    [`${owner}.disk.io read`, "read"],
    [`${owner}.disk.io write`, "written"],
  ] as const;

const names: Meanings = {
  ...ofContainers([...inOtlp("container"), ["container.memory.insights", "memory without cache"]]),
  ...ofContainers(
    [
      ["container.network.io receive", "received"],
      ["container.network.io transmit", "sent"],
    ],
    { network: "container" },
  ),
  ...ofTasks([
    ...inOtlp("ecs.task"),
    ["ecs.task.cpu.limit", "cpu limit"],
    ["ecs.task.network.io receive", "received"],
    ["ecs.task.network.io transmit", "sent"],
  ]),
};

export const otlpReadBack = (protocol: "http/protobuf" | "http/json"): ReadBack => ({
  output: "otlp",
  variant: protocol,
  names,
  read: (watched) => {
    const options = { endpoint: "http://127.0.0.1:4318", protocol, intervalMs: 10_000 };
    return requestsOf(otlp, options, watched).flatMap(({ headers, body }) =>
      readExport({ headers, body: Buffer.from(body) }).resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
        const text = (name: string): string | undefined => resource.attributes[name]?.toString();
        const owner = { family: text("aws.ecs.task.family") ?? "", container: text("container.name") };
        return scopeMetrics
          .flatMap(({ metrics }) => metrics)
          .flatMap(({ name, sum, gauge }) =>
            (sum ?? gauge)?.dataPoints.map(({ attributes, timeUnixNano, value }) => {
              const direction = attributes["network.io.direction"] ?? attributes["disk.io.direction"];
              const full = direction === undefined ? name : `${name} ${direction}`;
              return { name: full, ...owner, value, atMs: Number(timeUnixNano / 1000n) / 1000 };
            }),
          )
          .filter((reading) => reading !== undefined);
      }),
    );
  },
});
