import type { Clock } from "../../src/ports/clock.ts";
import type { PushItem, PushLimits, PushOutput } from "../../src/ports/push-output.ts";

export const witnessName = "matrix-witness";

/** A second output whose back end is always well, and what it got. */
export interface Witness {
  readonly output: PushOutput;
  readonly limits: PushLimits;
  /** How long after its sample each snapshot came in. */
  readonly latenciesMs: readonly number[];
}

export const openWitness = (clock: Clock): Witness => {
  const latenciesMs: number[] = [];
  const output: PushOutput = {
    select: (deliveries) =>
      deliveries.flatMap((delivery): PushItem[] =>
        delivery.kind === "snapshot" ? [{ route: "snapshots", atMs: delivery.snapshot.takenAtMs }] : [],
      ),
    encode: (items) => {
      const body = new TextEncoder().encode(JSON.stringify(items.map(({ atMs }) => atMs)));
      return { method: "POST", path: "/", headers: {}, body, plainBytes: body.length };
    },
    deliver: async ({ body }) => {
      const timesMs: number[] = JSON.parse(new TextDecoder().decode(body));
      for (const atMs of timesMs) latenciesMs.push(clock.now() - atMs);
      return { kind: "accepted" };
    },
  };
  return {
    output,
    latenciesMs,
    limits: { maxItems: 100, maxBytes: 100_000, maxAgeMs: 3_600_000, cadenceMs: 10_000, maxRequestsPerSecond: 10 },
  };
};
