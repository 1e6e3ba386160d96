import { z } from "zod";

const amount = z.number().min(0);

/** What a workload program says on its standard output: one JSON object a line. */
const message = z.union([
  z.object({ ready: z.object({ port: amount.optional() }) }),
  z.object({
    report: z.object({
      cpuUserUs: amount,
      cpuSystemUs: amount,
      residentBytes: amount,
      peakBytes: amount,
      minorFaults: amount,
      majorFaults: amount,
      hostCpus: amount,
      hostMemoryBytes: amount,
      hostCpuMs: amount,
      rxBytes: amount,
      rxMessages: amount,
      txBytes: amount,
      txMessages: amount,
    }),
  }),
]);

export type WorkloadMessage = z.infer<typeof message>;
export type SelfReport = Extract<WorkloadMessage, { report: unknown }>["report"];

/** Undefined for a line that is something else. */
export const parseMessage = (line: string): WorkloadMessage | undefined => {
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};
