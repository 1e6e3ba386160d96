import type { Sample, Traffic } from "./moment.ts";

export const noTraffic: Traffic = { rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 };

/** Every counter of both, put together by `by`. */
const combined = (a: Traffic, b: Traffic, by: (a: number, b: number) => number): Traffic => ({
  rxBytes: by(a.rxBytes, b.rxBytes),
  rxPackets: by(a.rxPackets, b.rxPackets),
  txBytes: by(a.txBytes, b.txBytes),
  txPackets: by(a.txPackets, b.txPackets),
});

export const plus = (a: Traffic, b: Traffic): Traffic => combined(a, b, (x, y) => x + y);
export const minus = (a: Traffic, b: Traffic): Traffic => combined(a, b, (x, y) => x - y);

/** An interface's counters at a time. */
export interface InterfaceReading {
  readonly atMs: number;
  readonly counters: Traffic | undefined;
}

/** The network part of a sample: the counters, and the rate since the reading before. */
export const networkOf = (
  now: InterfaceReading,
  before: InterfaceReading | undefined,
): Pick<Sample, "network" | "networkRate"> => {
  if (now.counters === undefined) return {};
  if (before?.counters === undefined || now.atMs <= before.atMs) return { network: now.counters };
  const seconds = (now.atMs - before.atMs) / 1000;
  const moved = minus(now.counters, before.counters);
  return {
    network: now.counters,
    networkRate: { rxBytes: moved.rxBytes / seconds, txBytes: moved.txBytes / seconds },
  };
};
