import type { ContainerMoment, Sample, TaskMoment } from "../moment.ts";
import type { JsonObject } from "./json-text.ts";
import { hasEcsAgent, type Shape } from "./shape.ts";

const interfaceName = ({ os, launchType }: Shape): string => {
  if (os === "windows") return "Ethernet 3";
  return launchType === "FARGATE" || launchType === "MANAGED_INSTANCES" ? "eth1" : "eth0";
};

/** Agents on Windows, and on Linux before 1.100, give each container its share of the task's counters. */
const sharers = ({ shape, containers }: TaskMoment): number => {
  const divides =
    shape.dividesNetwork || (shape.os === "windows" && shape.networkMode === "awsvpc" && hasEcsAgent(shape));
  return divides ? Math.max(1, containers.filter(({ plan }) => plan.type !== "CNI_PAUSE").length) : 1;
};

/** `networks` of a reading; no such key in host and none mode. */
export const networkStats = (task: TaskMoment, { network }: Sample): JsonObject | undefined => {
  if (network === undefined) return undefined;
  const by = sharers(task);
  return {
    [interfaceName(task.shape)]: {
      rx_bytes: Math.floor(network.rxBytes / by),
      rx_packets: Math.floor(network.rxPackets / by),
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: Math.floor(network.txBytes / by),
      tx_packets: Math.floor(network.txPackets / by),
      tx_errors: 0,
      tx_dropped: 0,
    },
  };
};

/**
 * `network_rate_stats`, from the second reading on; not on Windows, not before v4. On Managed Instances recordings
 * have it for some containers and not for others: here for every other one.
 */
export const networkRateStats = (
  task: TaskMoment,
  container: ContainerMoment,
  sample: Sample,
): JsonObject | undefined => {
  const { shape, containers } = task;
  if (sample.networkRate === undefined || shape.os === "windows") return undefined;
  if (shape.launchType === "MANAGED_INSTANCES" && containers.indexOf(container) % 2 === 1) return undefined;
  const by = sharers(task);
  return { rx_bytes_per_sec: sample.networkRate.rxBytes / by, tx_bytes_per_sec: sample.networkRate.txBytes / by };
};
