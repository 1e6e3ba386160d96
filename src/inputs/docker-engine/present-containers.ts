import type { Identified } from "./identities.ts";
import type { Run, Settings } from "./inspection.ts";
import type { Inventory } from "./inventory.ts";
import type { ListedContainer } from "./listing.ts";

/** A container as this collection found it. Undefined: not known this time. */
export interface PresentContainer {
  readonly listed: ListedContainer;
  readonly identified: Identified;
  /** created, running, ...: the newest there is. */
  readonly state: string;
  /** Only when it is of this state and nothing is known to have happened since. */
  readonly run: Run | undefined;
  readonly settings: Settings | undefined;
}

export interface PresentOptions {
  readonly listed: readonly ListedContainer[];
  /** When the list was asked for, by the monotonic clock. */
  readonly listedAt: number;
  readonly identified: ReadonlyMap<string, Identified>;
  readonly inventory: Inventory;
  readonly gone: ReadonlySet<string>;
}

/** Puts the list together with what inspections told, older ones as far as they still hold. */
export const presentContainers = (options: PresentOptions): readonly PresentContainer[] => {
  const { listed, listedAt, identified, inventory, gone } = options;
  return listed.flatMap((container) => {
    const who = identified.get(container.id);
    if (who === undefined || gone.has(container.id)) return [];
    const { inspection, inspectedAt, changed } = inventory.of(container.id);
    const run = inspection?.run;
    const state = run !== undefined && inspectedAt >= listedAt ? run.state : container.state;
    return [
      {
        listed: container,
        identified: who,
        state,
        run: changed || run?.state !== state ? undefined : run,
        settings: inspection?.settings,
      },
    ];
  });
};
