import { z } from "zod";
import { elasticSchemas } from "../../catalogue/names/elastic-field.ts";
import { appOptions } from "../../formats/app-choice/options.ts";
import { cloudAddress } from "./cloud-id.ts";
import { hostAddress } from "./host-address.ts";

/** What a part of a data stream's name may be made of. */
const namespacePattern = /^[a-z0-9_.]{1,100}$/;

/** A header takes nothing else. */
const printable = /^[\x21-\x7e]+$/;
const pair = /^[^:\s]+:.+$/;

const aws = z.strictObject({
  sign: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe(
      "Sign requests with the task's role (Signature Version 4), for Amazon OpenSearch Service; auto: when the address is Amazon's and there is no other credential",
    ),
  region: z.string().default("").describe("Region to sign for; the one in the address when left out"),
});

export const elasticsearchConfig = z.strictObject({
  cloudId: z
    .string()
    .refine((text) => cloudAddress(text) !== undefined, "is no Elastic Cloud id")
    .optional()
    .describe("Cloud id of an Elastic Cloud deployment; goes before `hosts`")
    .meta({ env: "ELASTIC_CLOUD_ID" }),
  cloudAuth: z
    .string()
    .regex(pair, "must be user:password")
    .optional()
    .describe("`user:password`, for Elastic Cloud or `hosts`")
    .meta({ env: "ELASTIC_CLOUD_AUTH", secret: true }),
  hosts: z
    .array(z.string().refine((text) => hostAddress(text) !== undefined, "is no address"))
    .default([])
    .describe("Addresses of Elasticsearch or OpenSearch, used in turn; http://HOST without a port means port 9200")
    .meta({ env: "ELASTICSEARCH_HOSTS" }),
  apiKey: z
    .string()
    .trim()
    .regex(printable, "must be an API key: `id:key`, or the encoded form that Kibana shows")
    .optional()
    .describe("API key, as `id:key` or encoded; goes before users and passwords")
    .meta({ env: "ELASTICSEARCH_API_KEY", secret: true }),
  username: z.string().optional().describe("User").meta({ env: "ELASTICSEARCH_USERNAME" }),
  password: z.string().optional().describe("The user's password").meta({ env: "ELASTICSEARCH_PASSWORD", secret: true }),
  aws: aws.prefault({}).describe("Amazon OpenSearch Service"),
  schema: z
    .enum(elasticSchemas)
    .default("metricbeat")
    .describe(
      "Shape of the documents: `metricbeat` for the dashboards of Metricbeat's docker and awsfargate modules, `fleet` for those of the Elastic Agent's integrations, `native` for our own: everything there is, one document for each container and sample",
    ),
  namespace: z
    .string()
    .regex(namespacePattern, "lower-case letters, digits, _ and .")
    .default("default")
    .describe("Last part of the data streams' names, `fleet` and `native`"),
  agentName: z
    .string()
    .default("")
    .describe("What stands in agent.name, by which dashboards count containers per host; the host name when left out")
    .meta({ env: "HOSTNAME" }),
  templates: z
    .enum(["on", "off"])
    .default("on")
    .describe("Put index templates; those that somebody else made are never touched"),
  timeSeries: z
    .enum(["auto", "off"])
    .default("auto")
    .describe("`native`: make time series data streams where the server has them (Elasticsearch 8.7 and later)"),
  labels: z
    .enum(["ecs", "all"])
    .default("ecs")
    .describe("Container labels to send; `all` makes a field of every label, of which an index takes 1000"),
  internalContainers: z
    .enum(["hide", "show"])
    .default("hide")
    .describe("Documents of the pause and volume containers that ECS adds to a task"),
  apps: appOptions({ metrics: ["*"], maxSeries: 50_000 })
    .prefault({})
    .describe("Apps' own metrics"),
  periodMs: z
    .int()
    .min(1000)
    .max(300_000)
    .default(10_000)
    .describe("What stands in metricset.period, which Kibana's inventory divides by: the time between two collections"),
  compression: z.enum(["gzip", "none"]).default("gzip").describe("Compression of requests"),
  flushMs: z.int().min(1000).max(300_000).default(10_000).describe("Time between two rounds of sending"),
  timeoutMs: z.int().min(100).max(300_000).default(60_000).describe("Longest wait for an answer"),
  maxAgeMs: z
    .int()
    .min(60_000)
    .max(7 * 86_400_000)
    .default(86_400_000)
    .describe("Older documents are dropped and counted; `native` time series take this much"),
});

export type ElasticsearchConfig = z.output<typeof elasticsearchConfig>;
