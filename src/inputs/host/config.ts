import { z } from "zod";

export const configSchema = z.strictObject({
  hostRoot: z
    .string()
    .startsWith("/")
    .optional()
    .describe("Where the host's / is mounted, or at least its /proc below. Left out: /host when that is there, else /"),
});

export type HostConfig = z.infer<typeof configSchema>;
