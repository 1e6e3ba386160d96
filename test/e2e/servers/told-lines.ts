import { z } from "zod";

const line = z.looseObject({
  scope: z.literal("container"),
  container_name: z.string(),
  sampled_at: z.string(),
  metrics: z.looseObject({ "container.cpu.time": z.number(), "container.cpu.usage": z.number().optional() }),
});

/** What one sample of a container told of its CPU. */
export interface CpuSample {
  readonly atMs: number;
  readonly cpuSeconds: number;
  /** In CPUs, since the sample before. */
  readonly cpus: number | undefined;
}

/** Every sample of a container that an agent has written as a JSON line into its log, once. */
export const linesOf = (log: string, container: string): readonly CpuSample[] => {
  const found = new Map<string, CpuSample>();
  for (const text of log.split("\n").filter((one) => one.startsWith("{") && one.endsWith("}"))) {
    const { success, data } = line.safeParse(JSON.parse(text));
    if (!success || data.container_name !== container) continue;
    const { "container.cpu.time": cpuSeconds, "container.cpu.usage": cpus } = data.metrics;
    found.set(data.sampled_at, { atMs: Date.parse(data.sampled_at), cpuSeconds, cpus });
  }
  return [...found.values()];
};
