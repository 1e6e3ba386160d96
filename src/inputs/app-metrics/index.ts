import type { InputDefinition } from "../../ports/input.ts";
import { type AppMetricsConfig, configSchema } from "./config.ts";
import { openAppMetrics } from "./input.ts";

export const appMetrics = {
  name: "app-metrics",
  description: "What apps tell of themselves, read where their containers' labels say, wherever the ports are",
  config: configSchema,
  families: ["target"],
  forms: ["sidecar", "daemon", "managed-daemon", "standalone"],
  permissions: [],
  mounts: [],
  refreshMs: 10_000,
  detect: ({ metadata, dockerSocket }) =>
    metadata === undefined && dockerSocket === undefined
      ? { on: false, why: "no containers are seen here: neither a task metadata endpoint nor a Docker Engine's socket" }
      : { on: true, why: "reads what containers' labels and the configuration name" },
  create: openAppMetrics,
} as const satisfies InputDefinition<"app-metrics", AppMetricsConfig>;
