import { z } from "zod";

const hostSeed = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("task"),
    identifier: z.string(),
    name: z.string(),
    provider: z.string(),
    metadata: z.record(z.string(), z.string()).readonly(),
    checks: z.array(z.string()).readonly(),
  }),
  z.object({ kind: z.literal("instance"), identifier: z.literal("instance") }),
]);

const metric = z.object({ name: z.string(), time: z.number(), value: z.number() });

const letter = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("metrics"),
    hosts: z.array(hostSeed).readonly(),
    values: z.array(metric.extend({ host: z.int(), priority: z.number() })),
  }),
  z.object({
    kind: z.literal("checks"),
    hosts: z.array(hostSeed).readonly(),
    reports: z.array(
      z.object({
        host: z.int(),
        name: z.string(),
        status: z.enum(["OK", "WARNING", "CRITICAL", "UNKNOWN"]),
        message: z.string(),
        time: z.number(),
      }),
    ),
  }),
  z.object({ kind: z.literal("service"), values: z.array(metric) }),
]);

/**
 * A payload's body on its way from `encode` to `deliver`: values with the hosts they are of, in place of the ids that
 * only Mackerel gives. Times are epoch seconds.
 */
export type Letter = z.input<typeof letter>;

/** A letter that was opened again. */
export type OpenLetter = z.output<typeof letter>;

/** Our own bytes: one that is no letter is a defect, and throws. */
export const openLetter = (body: Uint8Array): OpenLetter => letter.parse(JSON.parse(new TextDecoder().decode(body)));
