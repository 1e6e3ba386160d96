import type { PushLimits, PushOutput, PushOutputDefinition, PushOutputDeps } from "../../ports/push-output.ts";
import { type StdoutConfig, stdoutConfig } from "./config.ts";
import { openDeliver, patienceMs, probe, subjectOf } from "./deliver.ts";
import { openEmbedded } from "./embedded.ts";
import { encode } from "./encode.ts";
import type { Item } from "./item.ts";
import { selectPlain } from "./plain.ts";
import { roundsOf } from "./rounds.ts";

const hourMs = 3_600_000;
/** CloudWatch takes time stamps of two weeks; a line is on its way for a while. */
const maxAgeMs = 14 * 24 * hourMs - hourMs;
/** It refuses what is further in the future; who reads JSON takes any. */
const embeddedAheadMs = 2 * hourMs;
/** An interval of 200 containers, collected every ten seconds: one line of each is made of it. */
const intervalBytes = 2_097_152;

const limits = ({ format, intervalMs, apps }: StdoutConfig): PushLimits => ({
  maxItems: 500,
  maxBytes: 1_048_576,
  maxAgeMs,
  ...(format === "emf" ? { maxAheadMs: embeddedAheadMs } : {}),
  cadenceMs: intervalMs,
  maxRequestsPerSecond: 10,
  timeoutMs: patienceMs + 5000,
  selectBytes: intervalBytes,
  apps,
});

const create = (config: StdoutConfig, { stdout, clock, place }: PushOutputDeps): PushOutput<Item> => {
  const embedded = openEmbedded(config);
  return {
    address: subjectOf(stdout),
    select: (deliveries) =>
      config.format === "emf"
        ? roundsOf(deliveries, config.intervalMs).flatMap(embedded)
        : selectPlain(deliveries, config, place.form),
    encode,
    deliver: openDeliver(stdout, clock),
    probe: () => probe(stdout),
  };
};

/** Lines on standard output, for tasks that have nothing but a log driver. */
export const stdout = {
  kind: "push",
  name: "stdout",
  description:
    "JSON lines on standard output, or CloudWatch's embedded metric format: metrics for a task that has nothing but a log driver",
  config: stdoutConfig,
  writesStandardOutput: true,
  detect: (_place, { format }) =>
    format === undefined ? { on: false, why: "no format is set" } : { on: true, why: `its format is set (${format})` },
  limits,
  create,
} satisfies PushOutputDefinition<"stdout", StdoutConfig>;
