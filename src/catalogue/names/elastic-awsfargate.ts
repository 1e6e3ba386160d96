import type { MetricId } from "../catalogue.ts";
import type { ElasticSet } from "./elastic-field.ts";
import {
  commonCpu,
  commonMemory,
  cpuExtras,
  cpuFields,
  diskFields,
  hardLimitField,
  memoryFields,
  networkFields,
} from "./elastic-parts.ts";

const prefix = "awsfargate.task_stats";

/** `task_stats` of the awsfargate module: one document for each running container of a Fargate task. */
export const elasticAwsFargate: ElasticSet<MetricId> = {
  module: "awsfargate",
  metricset: "task_stats",
  of: "container",
  launchType: "FARGATE",
  beside: "container.cpu.time",
  fields: [
    {
      name: `${prefix}.task_desired_status`,
      type: "keyword",
      value: { word: "task.status", having: { type: "desired" } },
    },
    { name: `${prefix}.task_known_status`, type: "keyword", value: { word: "task.status", having: { type: "known" } } },
    hardLimitField(`${prefix}.memory_hard_limit`),
    ...cpuFields(`${prefix}.cpu`),
    ...memoryFields(`${prefix}.memory`),
    ...networkFields("task", `${prefix}.network.{interface}`),
    ...diskFields(`${prefix}.diskio`),
    commonCpu,
    commonMemory,
  ],
  extras: [
    ...cpuExtras,
    "container.memory.working_set",
    "container.memory.utilization",
    "container.health.status",
    "container.restarts",
    "task.memory.limit",
    "task.ephemeral_storage.used",
    "task.ephemeral_storage.allocated",
  ],
};
