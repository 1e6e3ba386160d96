import { isInternal } from "../../model/internal-container.ts";
import type { Resource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery } from "../../ports/push-output.ts";

/** An embedded metric may have so many values at most. */
const mostValues = 100;

/** Snapshots come a little early or late: by so much of the interval one more still belongs to a round. */
const slack = 1.1;

/**
 * Snapshots that are told of together, oldest first: an interval's worth. What comes in one round of delivery goes
 * together; a backlog is cut up.
 */
export const roundsOf = (deliveries: readonly Delivery[], intervalMs: number): readonly (readonly Snapshot[])[] => {
  const rounds: Snapshot[][] = [];
  for (const delivery of deliveries) {
    if (delivery.kind !== "snapshot") continue;
    const { snapshot } = delivery;
    const round = rounds.at(-1);
    const firstMs = round?.[0]?.takenAtMs ?? Number.NaN;
    const passedMs = snapshot.takenAtMs - firstMs;
    // A clock that is set back begins anew.
    const fits = passedMs >= 0 && passedMs < intervalMs * slack && (round?.length ?? 0) < mostValues;
    if (fits) round?.push(snapshot);
    else rounds.push([snapshot]);
  }
  return rounds;
};

/** Whether the resource is told of. */
export const isShown = (resource: Resource, internalContainers: "hide" | "show"): boolean =>
  resource.scope !== "container" || internalContainers === "show" || !isInternal(resource.container);
