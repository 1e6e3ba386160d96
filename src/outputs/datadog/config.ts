import { z } from "zod";
import { datadogDialectNames, datadogGenerations } from "../../catalogue/names/datadog-dialect.ts";
import { cardinalities } from "../../catalogue/names/datadog-tags.ts";
import { appOptions } from "../../formats/app-choice/options.ts";
import { isPushAddress } from "../../formats/push-http/address.ts";
import { happeningKinds } from "../../model/happening.ts";
import { datadogSites, isSite } from "./sites.ts";

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length;

/** A header takes nothing else. */
const printable = /^[\x21-\x7e]+$/;

const isBaseAddress = (text: string): boolean => isPushAddress(text) && !/[?#]/.test(text);

export const datadogConfig = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .regex(printable, "must be an API key: one line, without spaces")
    .optional()
    .describe("API key of the organisation; an application key is not needed. Switches the output on")
    .meta({ env: "DD_API_KEY", secret: true }),
  site: z
    .string()
    .trim()
    .toLowerCase()
    .refine(isSite, `must be a site, such as ${datadogSites.join(", ")}`)
    .default("datadoghq.com")
    .describe(`The Datadog site: ${datadogSites.join(", ")}`)
    .meta({ env: "DD_SITE" }),
  url: z
    .string()
    .trim()
    .refine(isBaseAddress, "must be http:// or https:// with a host, without query")
    .optional()
    .describe("Address to send to in place of https://api.SITE: a proxy's, or a test's")
    .meta({ env: "DD_URL" }),
  dialects: z
    .array(z.enum(datadogDialectNames))
    .min(1)
    .refine(unique, "each dialect at most once")
    .optional()
    .describe(
      "Sets of metric names to send, each costs its metrics: `docker`, `ecs.fargate`, `container` (Datadog's own) and `taskvitals` (ours, everything there is). Left out: `ecs.fargate` for Fargate tasks, `docker` for all others",
    ),
  generation: z
    .enum(datadogGenerations)
    .default("agent5")
    .describe(
      "Whose meaning docker.mem.in_use has: `agent5` rss over the limit, `agent7` usage with the page cache over the limit",
    ),
  cardinality: z
    .enum(cardinalities)
    .default("high")
    .describe(
      "Which tags go along: `low` those of service, family, image and cluster; `orchestrator` the task's ARN too; `high` the container's name and id too. Every combination of tags is a metric that Datadog counts",
    )
    .meta({ env: "DD_CHECKS_TAG_CARDINALITY" }),
  tags: z
    .array(z.string())
    .transform((list) => list.flatMap((text) => text.split(/\s+/)).filter((tag) => tag !== ""))
    .default([])
    .describe("Tags on everything, such as `team:shop`; the variable has them separated by commas or spaces")
    .meta({ env: "DD_TAGS" }),
  env: z
    .string()
    .optional()
    .describe("Tag `env`; a container's label com.datadoghq.tags.env wins")
    .meta({ env: "DD_ENV" }),
  service: z
    .string()
    .optional()
    .describe("Tag `service`; a container's label com.datadoghq.tags.service wins")
    .meta({ env: "DD_SERVICE" }),
  version: z
    .string()
    .optional()
    .describe("Tag `version`; a container's label com.datadoghq.tags.version wins")
    .meta({ env: "DD_VERSION" }),
  labelsAsTags: z
    .array(z.string().min(1))
    .refine(unique, "each label at most once")
    .default([])
    .describe(
      "Container labels that become tags: `com.example.team` is tag `com.example.team`, `com.example.team=team` is tag `team`",
    ),
  hostname: z
    .string()
    .trim()
    .max(255)
    .optional()
    .describe(
      "Host that metrics, checks and events belong to. Left out: the instance's id on EC2, asked of the instance metadata service, and none on Fargate",
    )
    .meta({ env: "DD_HOSTNAME" }),
  instanceMetadataUrl: z
    .string()
    .refine(isBaseAddress, "must be http:// or https:// with a host, without query")
    .default("http://169.254.169.254")
    .describe("Address of the EC2 instance metadata service")
    .meta({ env: "AWS_EC2_METADATA_SERVICE_ENDPOINT" }),
  apps: appOptions(
    { metrics: [], maxSeries: 2000 },
    "None when left out: each combination of name and tags is a custom metric that Datadog bills.",
  )
    .extend({
      namespace: z
        .string()
        .regex(/^([A-Za-z][A-Za-z0-9_.]{0,99})?$/, "letters, digits, underscores and dots, a letter first")
        .default("")
        .describe("What names begin with, before a dot, as the namespace of Datadog's own OpenMetrics check"),
    })
    .prefault({})
    .describe("Apps' own metrics"),
  checks: z
    .enum(["on", "off"])
    .default("on")
    .describe("Service checks: docker.service_up, docker.exit, fargate_check, ..."),
  okExitCodes: z
    .array(z.coerce.number().int())
    .default([0, 143])
    .describe("Exit codes that docker.exit takes for a good end; 143 is a stop by SIGTERM"),
  events: z
    .array(z.enum(happeningKinds))
    .refine(unique, "each kind at most once")
    .default(["started", "stopped", "restarted", "out-of-memory"])
    .describe("What becomes an event when it happens to a container; an empty list sends none"),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe("Metrics of the pause and volume containers that ECS adds to a task"),
  flushMs: z.int().min(1000).max(300_000).default(15_000).describe("Time between two rounds of sending"),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).describe("How long Datadog may take for one answer"),
});

export type DatadogConfig = z.output<typeof datadogConfig>;
