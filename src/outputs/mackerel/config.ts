import { z } from "zod";
import { appOptions } from "../../formats/app-choice/options.ts";
import { regexpOf } from "./go-regexp.ts";

/** `service:role`; both 2 to 63 characters of `[A-Za-z0-9_-]`, a letter or digit first (Mackerel's own rule). */
const rolePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{1,62}: *[A-Za-z0-9][A-Za-z0-9_-]{1,62}$/;
const servicePattern = /^(?:[A-Za-z0-9][A-Za-z0-9_-]{1,62})?$/;
const prefixPattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

export const hostStatuses = ["working", "standby", "maintenance", "poweroff"] as const;

const serviceMetrics = z.strictObject({
  service: z
    .string()
    .regex(servicePattern, "must be a service: 2 to 63 letters, digits, _ and -")
    .default("")
    .describe("Service that gets the figures of all tasks this agent sees, added up by family; none when left out"),
  prefix: z
    .string()
    .regex(prefixPattern, "letters, digits, _ and -, with dots between parts")
    .default("ecs")
    .describe("First part of the names. Two agents that write to one service need different prefixes"),
});

const budget = z.strictObject({
  metrics: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe(
      "Metrics a host may have within an hour; 0: what Mackerel includes in its price (standard 200, micro 30)",
    ),
  whenExceeded: z
    .enum(["warn", "drop"])
    .default("warn")
    .describe("drop: metrics beyond the budget are left out, the less important first, and counted"),
});

const apps = appOptions(
  { metrics: [], maxSeries: 200 },
  "None when left out: each name is a metric in the price of its host.",
).extend({
  goStatsBy: z
    .enum(["slot", "port"])
    .default("slot")
    .describe(
      "What tells processes apart in custom.gostats.*: `slot`, a small number that stays when a container is replaced, or `port`, the host's",
    ),
});

export const mackerelConfig = z.strictObject({
  apiKey: z
    .string()
    .optional()
    .describe("API key with read and write permission")
    .meta({ env: "MACKEREL_APIKEY", secret: true }),
  apiBase: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address of the API; https://api.mackerelio.com when left out")
    .meta({ env: "MACKEREL_APIBASE" }),
  roles: z
    .array(z.string().regex(rolePattern, "must be service:role"))
    .optional()
    .describe("Roles of the hosts, as `service:role`; missing services and roles are created")
    .meta({ env: "MACKEREL_ROLES" }),
  displayName: z
    .string()
    .optional()
    .describe("Display name of the hosts; their name is the task's id")
    .meta({ env: "MACKEREL_DISPLAY_NAME" }),
  memo: z.string().optional().describe("Memo of the hosts").meta({ env: "MACKEREL_MEMO" }),
  ignoreContainer: z
    .string()
    .refine((text) => regexpOf(text) !== undefined, "not a regular expression")
    .optional()
    .describe("Regular expression; containers whose name it finds are left out")
    .meta({ env: "MACKEREL_IGNORE_CONTAINER" }),
  hostStatusOnStart: z
    .enum(hostStatuses)
    .optional()
    .describe("Status a host gets when this agent takes it up; unchanged when left out")
    .meta({ env: "MACKEREL_HOST_STATUS_ON_START" }),
  hosts: z
    .enum(["task", "instance"])
    .default("task")
    .describe("task: a host for each task; instance: everything at the existing host of the EC2 instance, by family"),
  instance: z
    .string()
    .default("")
    .describe(
      "Custom identifier of the instance's host (i-0123.ec2.amazonaws.com); asked of EC2's instance metadata when left out",
    ),
  whenTaskEnds: z
    .enum(["retire", "poweroff", "keep"])
    .default("retire")
    .describe("What becomes of a task's host: retired, set to poweroff, or kept as it is (connectivity then alerts)"),
  daemonId: z
    .string()
    .default("")
    .describe(
      "Name of this daemon, the same after its restart and different from all others: only hosts that carry it are retired from outside; asked of the Docker Engine when left out",
    ),
  metrics: z
    .array(z.enum(["container", "custom"]))
    .default(["container", "custom"])
    .describe("Names on a task's host: `container` are those of Mackerel's container agent, `custom` what it lacks"),
  memory: z
    .enum(["agent", "working-set"])
    .default("agent")
    .describe(
      "What container.memory.*.usage means: agent: as Mackerel's container agent and CloudWatch count; working-set: as docker stats counts",
    ),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe("The pause and volume containers that ECS adds to a task"),
  checks: z
    .array(z.enum(["health"]))
    .default(["health"])
    .describe("Check reports: `health` reports the result of each container's health check"),
  serviceMetrics: serviceMetrics.prefault({}).describe("Service metrics"),
  budget: budget.prefault({}).describe("Guard of the price"),
  apps: apps.prefault({}).describe("Apps' own metrics"),
  timeoutMs: z.int().min(1000).max(120_000).default(30_000).describe("Longest wait for an answer"),
  agentConfig: z
    .string()
    .default("")
    .describe(
      "The text of a mackerel-container-agent configuration file; options given here or by variables go before it",
    )
    .meta({ secret: true }),
  agentConfigFile: z
    .string()
    .default("")
    .describe("Not read: where the container agent's file was. Set, a problem says to give its text as `agentConfig`")
    .meta({ env: "MACKEREL_AGENT_CONFIG" }),
});

export type MackerelConfig = z.output<typeof mackerelConfig>;
