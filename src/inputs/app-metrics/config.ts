import { z } from "zod";
import { isAddress } from "./forbidden-address.ts";
import { namePattern, pathPattern } from "./settings.ts";
import { kinds } from "./wanted.ts";

const match = z
  .strictObject({
    container: z.string().min(1).optional().describe("The container's name in the task definition, or Docker's"),
    image: z.string().min(1).optional().describe("The image, as the container was started with"),
    family: z.string().min(1).optional().describe("The task definition's family"),
    service: z.string().min(1).optional().describe("The ECS service"),
  })
  .refine((said) => Object.values(said).some((pattern) => pattern !== undefined), {
    error: "must name a container, an image, a family or a service",
  });

const rule = z
  .strictObject({
    match: match.describe("Which containers; all that is said must hold, and * stands for anything"),
    metrics: z.enum(kinds).describe("How they are read"),
    port: z.int().min(1).max(65_535).optional().describe("The container's port; left out: the only one"),
    path: z.string().regex(pathPattern, "must begin with a slash").optional().describe("Path of the metrics"),
    scheme: z.enum(["http", "https"]).default("http").describe("How the container speaks"),
    intervalMs: z
      .int()
      .min(1000)
      .max(3_600_000)
      .optional()
      .describe("Time between two readings; left out: at every collection"),
    timeoutMs: z.int().min(10).max(60_000).optional().describe("How long an answer may take"),
    include: z.array(z.string().min(1)).default([]).describe("Patterns of the metrics that are kept; empty: all"),
    exclude: z.array(z.string().min(1)).default([]).describe("Patterns of those that are not"),
    name: z
      .string()
      .regex(namePattern, "letters, digits, dots, dashes and underscores")
      .optional()
      .describe("What the metrics are filed under; left out: the container's name"),
    tags: z.record(z.string(), z.string()).default({}).describe("Given to every series"),
    plugin: z.string().optional().describe("Name of a plugin, for mackerel-plugin"),
  })
  .refine(({ metrics, plugin }) => metrics !== "mackerel-plugin" || plugin !== undefined, {
    error: "mackerel-plugin needs the name of a plugin",
  });

export type Rule = z.infer<typeof rule>;

const plugin = z.strictObject({
  name: z
    .string()
    .regex(namePattern, "letters, digits, dots, dashes and underscores")
    .describe("What labels and rules call it"),
  command: z
    .array(z.string())
    .min(1)
    .describe(
      "The program and its arguments, run without a shell; {host}, {port}, {container_port}, {container}, {task}, {name} and {slot} are the target's",
    ),
  environment: z
    .record(z.string(), z.string())
    .default({})
    .describe("Variables that it gets; of the agent's own it sees PATH, LANG and TZ alone"),
});

export type Plugin = z.infer<typeof plugin>;

export const configSchema = z.strictObject({
  rules: z
    .array(rule)
    .default([])
    .describe("What is read of containers that have no labels for it; docs/app-metrics.md has the settings"),
  plugins: z
    .array(plugin)
    .default([])
    .describe(
      "Metric plugins of Mackerel that labels and rules may name (metrics: mackerel-plugin); what no entry names is never run",
    ),
  pluginFolder: z
    .string()
    .min(1)
    .default("/var/lib/taskvitals")
    .describe(
      "In a folder taskvitals-plugins in this one plugins keep what they remember: a folder for each target, deleted when it is gone",
    ),
  otherLabels: z
    .boolean()
    .default(true)
    .describe("Whether the labels of the CloudWatch agent, Prometheus discoveries, Datadog and Elastic count too"),
  hostAddress: z
    .string()
    .refine(isAddress, { error: "must be an IP address" })
    .optional()
    .describe(
      "Where this agent reaches ports that containers publish on the host: the bridge's gateway (172.17.0.1) for a daemon that is a container in bridge mode. Left out: a daemon takes 127.0.0.1, as in host network mode, a sidecar the containers' own addresses",
    ),
  timeoutMs: z.int().min(10).max(60_000).default(10_000).describe("How long a target may take for its answer"),
  patienceMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(3000)
    .describe("A collection waits for the targets' answers no longer than this; later ones are told by the next"),
  concurrency: z.int().min(1).max(256).default(16).describe("Targets that are read at once"),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(256 * 1024 * 1024)
    .default(10 * 1024 * 1024)
    .describe("A longer answer of a target is refused, compressed or not"),
  maxSeries: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(10_000)
    .describe("Series of one target beyond this are left out and counted"),
  maxTargets: z.int().min(1).max(10_000).default(500).describe("Targets beyond this are left out, with a word"),
  slotGraceMs: z
    .int()
    .min(0)
    .max(86_400_000)
    .default(600_000)
    .describe(
      "How long a target that has gone may come back to its number, if nobody took it, and to what was counted of it",
    ),
});

export type AppMetricsConfig = z.infer<typeof configSchema>;
