import type { InputDefinition } from "../../ports/input.ts";
import { configSchema, type EcsTaskMetadataConfig } from "./config.ts";
import { openEcsTaskMetadata } from "./input.ts";

export const ecsTaskMetadata = {
  name: "ecs-task-metadata",
  description:
    "Tasks and containers of ECS by the task metadata endpoint: the agent's own task, or all of a managed instance",
  config: configSchema,
  families: ["task", "container"],
  forms: ["sidecar", "daemon", "managed-daemon", "standalone"],
  permissions: [],
  mounts: [],
  refreshMs: 10_000,
  refreshMsAt: ({ form, launchType }) =>
    form !== "managed-daemon" && (launchType === "EC2" || launchType === "EXTERNAL") ? 1000 : 10_000,
  detect: ({ metadata }, { url }) => {
    if (url !== undefined) return { on: true, why: "the configuration names the endpoint" };
    return metadata === undefined
      ? { on: false, why: "no task metadata endpoint is named in the environment" }
      : { on: true, why: `task metadata endpoint ${metadata.version}, from ${metadata.from}` };
  },
  create: openEcsTaskMetadata,
} as const satisfies InputDefinition<"ecs-task-metadata", EcsTaskMetadataConfig>;
