import type { Snapshot } from "../../model/snapshot.ts";
import { type IoRates, ioRatesOf } from "../table/io-rates.ts";

/** A snapshot and the rates in it. */
export interface Sight {
  readonly snapshot: Snapshot;
  readonly rates: IoRates;
  /** Every rate that the source allows is there. */
  readonly complete: boolean;
}

const isRunning = ({ points }: Snapshot["entries"][number]): boolean =>
  points.some(
    ({ metric, attributes }) =>
      metric === "container.status" && attributes.type === "known" && attributes.status === "RUNNING",
  );

/** Whether there are containers, and every running one has its CPU usage. */
export const cpuKnown = ({ entries }: Snapshot): boolean => {
  const containers = entries.filter(({ resource }) => resource.scope === "container");
  const waiting = containers.filter(
    (entry) => isRunning(entry) && !entry.points.some(({ metric }) => metric === "container.cpu.usage"),
  );
  return containers.length > 0 && waiting.length === 0;
};

/** Follows the snapshots; looking at the same one twice costs nothing. */
export const openWatch = (current: () => Snapshot): (() => Sight) => {
  let sight: Sight | undefined;
  return () => {
    const snapshot = current();
    if (snapshot === sight?.snapshot) return sight;
    const rates = ioRatesOf(snapshot);
    sight = { snapshot, rates, complete: rates.complete && cpuKnown(snapshot) };
    return sight;
  };
};
