import { otlp } from "../../src/outputs/otlp/index.ts";
import { readExport } from "../fakes/otlp/read.ts";
import type { AttributeValue } from "../fakes/otlp/shape.ts";
import { type Meanings, ofContainers, ofTasks, type Reading } from "./reading.ts";
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

export const otlpNames: Meanings = {
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

type Attributes = Readonly<Record<string, AttributeValue>>;

export const ofResource = (attributes: Attributes): Pick<Reading, "family" | "container"> => ({
  family: attributes["aws.ecs.task.family"]?.toString() ?? "",
  container: attributes["container.name"]?.toString(),
});

export const directed = (name: string, attributes: Attributes): string => {
  const direction = attributes["network.io.direction"] ?? attributes["disk.io.direction"];
  return direction === undefined ? name : `${name} ${direction}`;
};

export const otlpReadBack = (protocol: "http/protobuf" | "http/json"): ReadBack => ({
  output: "otlp",
  variant: protocol,
  names: otlpNames,
  read: (watched) => {
    const options = { endpoint: "http://127.0.0.1:4318", protocol, intervalMs: 10_000 };
    return requestsOf(otlp, options, watched).flatMap(({ headers, body }) =>
      readExport({ headers, body: Buffer.from(body) }).resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
        const owner = ofResource(resource.attributes);
        return scopeMetrics
          .flatMap(({ metrics }) => metrics)
          .flatMap(({ name, sum, gauge }) =>
            (sum ?? gauge)?.dataPoints.map(({ attributes, timeUnixNano, value }) => {
              return { name: directed(name, attributes), ...owner, value, atMs: Number(timeUnixNano / 1000n) / 1000 };
            }),
          )
          .filter((reading) => reading !== undefined);
      }),
    );
  },
});
