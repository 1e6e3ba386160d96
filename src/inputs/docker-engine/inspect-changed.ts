import type { Clock } from "../../ports/clock.ts";
import type { EngineClient } from "./client.ts";
import { unexpectedProblem } from "./engine-problem.ts";
import { inFlight } from "./in-flight.ts";
import { parseInspection } from "./inspection.ts";
import type { Inventory, Kept } from "./inventory.ts";
import type { ListedContainer } from "./listing.ts";
import type { Troubles } from "./troubles.ts";

/** Without events, what was inspected this long ago is inspected again. */
const unwatchedAgeMs = 30_000;

/** An inspection that failed is tried again after this: an engine may hang on one container for good. */
const retryMs = 30_000;

const isDue = (kept: Kept, listed: ListedContainer, watching: boolean, now: number): boolean => {
  if (now < kept.retryAt) return false;
  if (kept.inspection === undefined || kept.changed) return true;
  const { state, health } = kept.inspection.run;
  if (state !== listed.state || (listed.health !== undefined && listed.health !== (health ?? "none"))) return true;
  return !watching && now - kept.inspectedAt > unwatchedAgeMs;
};

export interface InspectOptions {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly listed: readonly ListedContainer[];
  /** Events tell of every change. */
  readonly watching: boolean;
  readonly concurrency: number;
  readonly budgetMs: number;
  readonly troubles: Troubles;
  readonly signal: AbortSignal;
}

/**
 * Inspects what is new or has changed, running containers first, within the budget; the rest stays due. Returns the ids
 * of containers that are gone.
 */
export const inspectChanged = async (options: InspectOptions): Promise<ReadonlySet<string>> => {
  const { client, clock, inventory, listed, watching, concurrency, budgetMs, troubles, signal } = options;
  const startedAt = clock.monotonic();
  const gone = new Set<string>();
  const due = listed.filter((container) => isDue(inventory.of(container.id), container, watching, startedAt));
  const running = due.filter(({ state }) => state === "running");
  const others = due.filter(({ state }) => state !== "running");

  const inspect = async ({ id, dockerName }: ListedContainer): Promise<void> => {
    const kept = inventory.of(id);
    kept.changed = false;
    const path = `/containers/${id}/json`;
    const answer = await client.get(path, {}, signal);
    const inspection = answer.ok ? parseInspection(answer.value) : undefined;
    if (inspection !== undefined) {
      kept.inspection = inspection;
      kept.inspectedAt = clock.monotonic();
      return;
    }
    kept.changed = true;
    if (!answer.ok && answer.gone) gone.add(id);
    else if (!signal.aborted) {
      kept.retryAt = clock.monotonic() + retryMs;
      troubles.add(dockerName ?? id, answer.ok ? unexpectedProblem(client.shown, path) : answer.problem);
    }
  };

  const inTime = (): boolean => !signal.aborted && clock.monotonic() - startedAt < budgetMs;
  await inFlight([...running, ...others], concurrency, inTime, inspect);
  return gone;
};
