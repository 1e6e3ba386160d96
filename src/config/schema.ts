import { z } from "zod";
import { inputs } from "../inputs/registry.ts";
import { forms } from "../model/place.ts";
import { outputs } from "../outputs/registry.ts";
import { partSchemas, partsSchema } from "./part.ts";
import { server } from "./server.ts";

const agent = z.strictObject({
  intervalMs: z.int().min(1000).max(300_000).default(10_000).describe("Time between two collections"),
  form: z
    .enum(["auto", ...forms])
    .default("auto")
    .describe("How the agent runs; auto: found out from the environment"),
  stopTimeoutMs: z
    .int()
    .min(100)
    .max(120_000)
    .default(10_000)
    .describe("Longest time for a clean stop after SIGTERM, deliveries included; keep it below the task's stopTimeout"),
});

const buffer = z.strictObject({
  path: z
    .string()
    .min(1)
    .default("/var/lib/taskvitals/buffer")
    .describe(
      "Folder of the buffer in front of the outputs that send, and of the slots of apps' targets; where it cannot be written to, memory is used",
    ),
  storage: z
    .enum(["disk", "memory"])
    .default("disk")
    .describe(
      "Where what waits for an output is kept, and the slots of apps' targets; in memory it ends with the agent",
    ),
  maxBytes: z
    .int()
    .min(1024 * 1024)
    .default(256 * 1024 * 1024)
    .describe("What the buffer may hold on disk; `whenFull` says what happens then"),
  maxMemoryBytes: z
    .int()
    .min(1024 * 1024)
    .default(32 * 1024 * 1024)
    .describe("What it may hold in memory, where there is no disk"),
  whenFull: z
    .enum(["drop-oldest", "block"])
    .default("drop-oldest")
    .describe(
      "drop-oldest: the oldest records that an output has not taken are dropped, and counted, for that output alone; block: what is kept stays, and new collections are not taken, and counted as lost for every output (reason `blocked`), until the slowest output has made room. Inputs collect, and /metrics shows them, all the same",
    ),
  sync: z
    .enum(["always", "interval"])
    .default("interval")
    .describe("When records are safe from a crash of the machine: each, or within half a second"),
});

const reload = z.strictObject({
  enabled: z
    .enum(["on", "off"])
    .default("on")
    .describe(
      "Whether a change of the configuration's file, parameter or object comes into force while the agent runs",
    ),
  intervalMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .default(30_000)
    .describe("How often it is looked for; SIGHUP looks at once"),
  folder: z
    .string()
    .min(1)
    .default("/var/lib/taskvitals/config")
    .describe(
      "Where the last good one from AWS is kept, for a start when AWS cannot be asked; an encrypted parameter is not. Set it in the environment: it is needed before there is a configuration",
    ),
});

const log = z.strictObject({
  level: z.enum(["debug", "info", "warn", "error", "silent"]).default("info").describe("What is written to the log"),
  format: z.enum(["json", "text"]).default("json").describe("A JSON object a line, or text for people"),
});

/** Checked one by one, so that a fault in one leaves the others in force. `agent` is the top level itself. */
export const sectionSchemas = {
  agent,
  server,
  log,
  buffer,
  reload,
  inputs: partSchemas(inputs),
  outputs: partSchemas(outputs),
};

/** The whole configuration, for the published JSON Schema, the docs and the names of environment variables. */
export const configSchema = z
  .strictObject({
    ...agent.shape,
    server: server.prefault({}).describe("The agent's port"),
    log: log.prefault({}).describe("The agent's own log, on standard error"),
    buffer: buffer.prefault({}).describe("What waits for the outputs that send"),
    reload: reload.prefault({}).describe("Changes of the configuration while the agent runs"),
    inputs: partsSchema(inputs).prefault({}).describe("Where metrics come from"),
    outputs: partsSchema(outputs).prefault({}).describe("Where metrics go"),
  })
  .meta({ title: "taskvitals", description: "Configuration of taskvitals" });

export type AgentSettings = z.infer<typeof agent>;
export type BufferSettings = z.infer<typeof buffer>;
export type ReloadSettings = z.infer<typeof reload>;
export type LogSettings = z.infer<typeof log>;
