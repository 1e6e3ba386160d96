import { z } from "zod";

export const configSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Base address of the endpoint, in place of the one that ECS_CONTAINER_METADATA_URI_V4 names"),
  timeoutMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(5000)
    .describe("Longest wait for one document, the second try included; keep it below the collection interval"),
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(1024 * 1024 * 1024)
    .default(8 * 1024 * 1024)
    .describe("A longer answer is refused"),
  tags: z
    .boolean()
    .default(false)
    .describe("Whether the task's ECS tags are fetched (every five minutes); on EC2 ecs:ListTagsForResource is needed"),
  tasks: z
    .enum(["auto", "own", "instance"])
    .default("auto")
    .describe(
      "Whose tasks are read: the agent's own, or all of the instance, which only a managed daemon may; auto: asked once",
    ),
  networkCounters: z
    .enum(["whole", "divided"])
    .default("whole")
    .describe(
      "How the endpoint counts the network of awsvpc tasks; divided: EC2 with an ECS agent before 1.100, which divides by the number of containers",
    ),
  ownNamespace: z
    .enum(["auto", "on", "off"])
    .default("auto")
    .describe(
      "Whether volumes and connections are read from the agent's own namespaces, as a container of the task; auto: when the endpoint is at ECS's own address",
    ),
});

export type EcsTaskMetadataConfig = z.infer<typeof configSchema>;
