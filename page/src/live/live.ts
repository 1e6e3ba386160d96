import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type {
  DeltaEvent,
  HappeningNote,
  Pace,
  PointsEvent,
  TableEvent,
  Trouble,
} from "../../../src/web/api/contract.ts";
import type { Connection } from "./connection.ts";
import { applyDelta, type LiveTable, tableFrom } from "./table.ts";

/**
 * What the agent tells, for components: reading a signal's `value` while rendering makes the component render anew when
 * it changes. Events are applied at once; components hear of them once a frame, and not at all while nobody looks.
 */
export interface Live {
  readonly connection: Signal<Connection>;
  /** Changes when rows come, go or change (not their figures). */
  readonly shape: ReadonlySignal<number>;
  /** Changes with every frame that brings figures. */
  readonly beat: ReadonlySignal<number>;
  readonly pace: ReadonlySignal<Pace | undefined>;
  readonly troubles: ReadonlySignal<readonly Trouble[]>;
  readonly happenings: ReadonlySignal<readonly HappeningNote[]>;
  /** When another agent than before answered, by the agent's clock; until somebody has seen it. */
  readonly newAgentMs: Signal<number | undefined>;
  /** Undefined before the first event. */
  table(): LiveTable | undefined;
  /**
   * Makes the component that reads it render when this slot's row or figures change: with the frame when it is in sight,
   * else with every fifth one.
   */
  follow(slot: number, inSight?: boolean): void;
  /** Now by the agent's clock, which may differ from this browser's. */
  nowMs(): number;
  /** Called with each `points` event of watched keys, at once. */
  onPoints(listener: (event: PointsEvent) => void): () => void;
  applyTable(event: TableEvent): void;
  applyDelta(event: DeltaEvent): void;
  applyPoints(event: PointsEvent): void;
}

export interface LiveDeps {
  /** Runs it before the next frame that somebody sees. */
  frame(run: () => void): void;
  nowMs(): number;
}

export const createLive = ({ frame, nowMs }: LiveDeps): Live => {
  const connection = signal<Connection>({ state: "connecting" });
  const shape = signal(0);
  const beat = signal(0);
  const pace = signal<Pace | undefined>(undefined);
  const troubles = signal<readonly Trouble[]>([]);
  const happenings = signal<readonly HappeningNote[]>([]);
  const newAgentMs = signal<number | undefined>(undefined);
  const ticks: Signal<number>[] = [];
  // Out of sight, a fifth of the slots at a time: no frame has to render all.
  const turns = Array.from({ length: 5 }, () => signal(0));
  const listeners = new Set<(event: PointsEvent) => void>();
  const changed = new Set<number>();
  let table: LiveTable | undefined;
  let rowsChanged = false;
  let framed = false;
  let aheadMs = 0;

  const show = (): void => {
    framed = false;
    batch(() => {
      if (rowsChanged) shape.value += 1;
      for (const slot of changed) {
        const tick = ticks[slot];
        if (tick !== undefined) tick.value += 1;
      }
      beat.value += 1;
      const turn = turns[beat.value % turns.length];
      if (turn !== undefined) turn.value += 1;
      pace.value = table?.pace;
      troubles.value = table?.troubles ?? [];
      happenings.value = table?.happenings ?? [];
    });
    rowsChanged = false;
    changed.clear();
  };

  const showSoon = (): void => {
    if (framed) return;
    framed = true;
    frame(show);
  };

  return {
    connection,
    shape,
    beat,
    pace,
    troubles,
    happenings,
    newAgentMs,
    table: () => table,
    follow: (slot, inSight = true) => {
      if (!inSight) {
        turns[slot % turns.length]?.value;
        return;
      }
      ticks[slot] ??= signal(0);
      ticks[slot].value;
    },
    nowMs: () => nowMs() + aheadMs,
    onPoints: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    applyTable: (event) => {
      if (table !== undefined && table.agent !== event.agent) newAgentMs.value = event.takenAtMs;
      table = tableFrom(event);
      aheadMs = event.takenAtMs - nowMs();
      rowsChanged = true;
      for (let slot = 0; slot < ticks.length; slot += 1) changed.add(slot);
      showSoon();
    },
    applyDelta: (event) => {
      if (table === undefined) return;
      rowsChanged = applyDelta(table, event, changed) || rowsChanged;
      // The event that was least late tells the difference of the clocks best.
      aheadMs = Math.max(aheadMs, event.takenAtMs - nowMs());
      showSoon();
    },
    applyPoints: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
};
