import { z } from "zod";
import { dialectNames } from "../../catalogue/names/dialect.ts";

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length;

export const prometheusConfig = z.strictObject({
  dialects: z
    .array(z.enum(dialectNames))
    .min(1)
    .refine(unique, "each dialect at most once")
    .default(["taskvitals", "ee"])
    .describe(
      "Sets of metric names to expose, any number at once: `taskvitals` (ours), `ee` (ecs-metrics-exporter), `ecs-exporter` (prometheus-community/ecs_exporter). A name that several have is exposed once, by the one with the most labels.",
    ),
  timestamps: z
    .enum(["off", "on"])
    .default("off")
    .describe(
      "`on` writes the source's own sample time beside each value that was sampled. Rates get more exact, but Prometheus then shows a vanished series for five more minutes (unless the scrape has track_timestamps_staleness).",
    ),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe(
      "Series of the pause and volume containers that ECS adds to a task. Hidden ones still count in the task's sums.",
    ),
  labels: z
    .array(z.string().min(1))
    .refine(unique, "each name at most once")
    .default([])
    .describe(
      "Names of container labels and of ECS task tags that become labels of the `taskvitals` dialect: `team` is `label_team` from a container label and `tag_team` from a tag. Task tags must be read for that (inputs.ecs-task-metadata.tags).",
    ),
});

export type PrometheusConfig = z.output<typeof prometheusConfig>;
