import { z } from "zod";
import { parseAddress } from "./address.ts";

/** The agent opens no more than 32 connections to one address, one of which the events have. */
const mostAtOnce = 31;

export const configSchema = z.strictObject({
  host: z
    .string()
    .refine((text) => parseAddress(text) !== undefined, {
      error: "must be unix:///path, a path, or tcp://host:port (without TLS)",
    })
    .optional()
    .meta({
      description:
        "Where the Docker Engine listens: unix:///path, a path, or tcp://host:port. Left out: the socket that was found, else /var/run/docker.sock",
      env: "DOCKER_HOST",
    }),
  containers: z
    .enum(["all", "ecs"])
    .default("all")
    .describe("Which containers: all of the engine's, or only those that ECS started"),
  labels: z
    .array(z.string().min(1))
    .default([])
    .describe("Only containers with all of these labels; each is a label's name, or name=value"),
  hostFiles: z
    .enum(["auto", "off"])
    .default("auto")
    .describe("Whether figures are read from the host's own files where they can be; off: the engine is asked for all"),
  hostRoot: z
    .string()
    .startsWith("/")
    .optional()
    .describe(
      "Where the host's /sys/fs/cgroup and /proc are mounted below. Left out: /host when they are there, else /",
    ),
  cgroupRoot: z
    .string()
    .startsWith("/")
    .optional()
    .describe("Where the host's /sys/fs/cgroup is, if not below hostRoot"),
  procRoot: z.string().startsWith("/").optional().describe("Where the host's /proc is, if not below hostRoot"),
  taskMetadata: z
    .enum(["auto", "off"])
    .default("auto")
    .describe(
      "Whether each task's own metadata endpoint is asked for its service, limits and addresses, and for figures that the host's files do not give",
    ),
  introspection: z
    .enum(["auto", "off"])
    .default("auto")
    .describe("Whether the ECS agent of this instance is asked for the state of its tasks, and for its version"),
  introspectionUrl: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe("Where it answers. Left out: port 51678 of this machine, or of the gateway in Docker's own bridge"),
  connections: z
    .boolean()
    .default(false)
    .describe(
      "Whether TCP sockets of awsvpc tasks are counted by state; each task costs the kernel one to two milliseconds a collection",
    ),
  timeoutMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(3000)
    .describe("How long the engine may take for one answer, in milliseconds"),
  statsConcurrency: z.int().min(1).max(mostAtOnce).default(8).describe("Statistics asked for at once"),
  batchConcurrency: z
    .int()
    .min(1)
    .max(mostAtOnce)
    .default(24)
    .describe(
      "Statistics asked for at once on engines before Docker 25, which answer once a second, all who wait together",
    ),
  inspectConcurrency: z.int().min(1).max(mostAtOnce).default(8).describe("Containers inspected at once"),
  inspectBudgetMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(2000)
    .describe(
      "After this long, in milliseconds, a collection begins no further inspection; what is left waits for the next one",
    ),
  maxBodyBytes: z
    .int()
    .min(65_536)
    .max(256 * 1024 * 1024)
    .default(8 * 1024 * 1024)
    .describe("A longer answer is refused, in bytes"),
});

export type DockerEngineConfig = z.infer<typeof configSchema>;
