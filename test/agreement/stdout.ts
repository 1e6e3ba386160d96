import { z } from "zod";
import { stdout } from "../../src/outputs/stdout/index.ts";
import { eventsIn, readEvent } from "../fakes/emf/read.ts";
import { type Meanings, ofContainers, ofTasks } from "./reading.ts";
import type { ReadBack } from "./receivers.ts";
import { requestsOf } from "./sent.ts";
import type { Watched } from "./watch.ts";

const linesOf = (options: Readonly<Record<string, unknown>>, watched: Watched): readonly string[] =>
  requestsOf(stdout, { intervalMs: 10_000, ...options }, watched).flatMap(({ body }) =>
    eventsIn(Buffer.from(body).toString("utf8")),
  );

const inPlain = (scope: "task" | "container") =>
  [
    [`${scope}.cpu.time`, "cpu time"],
    [`${scope}.cpu.usage`, "cpu usage"],
    [`${scope}.cpu.utilization`, "cpu utilization"],
    [`${scope}.memory.usage`, "memory usage"],
    [`${scope}.memory.working_set`, "memory working set"],
    [`${scope}.memory.limit`, "memory limit"],
    [`${scope}.memory.utilization`, "memory utilization"],
    [`${scope}.disk.read`, "read"],
    [`${scope}.disk.written`, "written"],
    [`${scope}.disk.read a second`, "read rate"],
    [`${scope}.disk.written a second`, "write rate"],
  ] as const;

const plainNetwork = (scope: "task" | "container") =>
  [
    [`${scope}.network.receive`, "received"],
    [`${scope}.network.transmit`, "sent"],
    [`${scope}.network.receive a second`, "receive rate"],
    [`${scope}.network.transmit a second`, "send rate"],
  ] as const;

const plainNames: Meanings = {
  ...ofContainers([...inPlain("container"), ["container.memory.insights", "memory without cache"]]),
  ...ofContainers(plainNetwork("container"), { network: "container" }),
  ...ofTasks([...inPlain("task"), ["task.cpu.limit", "cpu limit"]]),
  ...ofTasks(plainNetwork("task"), { network: "task" }),
};

const figures = z.record(z.string(), z.union([z.number(), z.string()]));

const plainLine = z.object({
  timestamp: z.iso.datetime(),
  sampled_at: z.iso.datetime().optional(),
  scope: z.string(),
  task_family: z.string().optional(),
  container_name: z.string().optional(),
  metrics: figures,
  per_second: figures.optional(),
});

/** The interface stands last in a name; a second word for what changes. */
const named = (all: z.output<typeof figures>, ending: string) =>
  Object.entries(all).flatMap(([name, value]) =>
    typeof value === "number" ? [{ name: `${name.replace(/\.eth\d$/, "")}${ending}`, value }] : [],
  );

export const stdoutPlain: ReadBack = {
  output: "stdout",
  variant: "json",
  names: plainNames,
  read: (watched) =>
    linesOf({ format: "json" }, watched).flatMap((text) => {
      const line = plainLine.parse(JSON.parse(text));
      const owner = { family: line.task_family ?? "", container: line.container_name };
      const all = [...named(line.metrics, ""), ...named(line.per_second ?? {}, " a second")];
      return all.map((one) => ({ ...one, ...owner, atMs: Date.parse(line.sampled_at ?? line.timestamp) }));
    }),
};

const percent = 100;
const cpuUnits = 1024;
const mebibytes = 1 / 1_048_576;

const embeddedNames: Meanings = {
  ...ofTasks([
    ["TaskCpuUtilization", "cpu utilization", percent],
    ["TaskMemoryUtilization", "memory utilization", percent],
    ["CpuUtilized", "cpu usage", cpuUnits],
    ["CpuReserved", "cpu limit", cpuUnits],
    ["MemoryUtilized", "memory working set", mebibytes],
    ["MemoryReserved", "memory limit", mebibytes],
    ["NetworkRxBytes", "receive rate"],
    ["NetworkTxBytes", "send rate"],
    ["StorageReadBytes", "read rate"],
    ["StorageWriteBytes", "write rate"],
  ]),
  ...ofContainers([
    ["ContainerCpuUtilization", "cpu utilization", percent],
    ["ContainerMemoryUtilization", "memory utilization", percent],
    ["ContainerMemoryUtilized", "memory without cache", mebibytes],
    ["ContainerCpuUtilized", "cpu usage", cpuUnits],
    ["ContainerStorageReadBytes", "read rate"],
    ["ContainerStorageWriteBytes", "write rate"],
  ]),
  ...ofContainers(
    [
      ["ContainerNetworkRxBytes", "receive rate"],
      ["ContainerNetworkTxBytes", "send rate"],
    ],
    { network: "container" },
  ),
};

export const stdoutEmbedded: ReadBack = {
  output: "stdout",
  variant: "emf, all metrics",
  names: embeddedNames,
  read: (watched) => {
    const metrics = Object.keys(embeddedNames).map((name) => name.replace(/^\w+ /, ""));
    return linesOf({ format: "emf", metrics, intervalMs: 60_000 }, watched).flatMap((line) =>
      readEvent(line, watched.startedMs).flatMap(({ name, dimensions, properties, values, atMs }) => {
        const owner = { family: properties.TaskDefinitionFamily ?? "", container: dimensions.ContainerName };
        return values.map((value) => ({ name, ...owner, value, atMs }));
      }),
    );
  },
};
