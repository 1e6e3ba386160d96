/** A point that was kept. */
export interface KeptPoint {
  readonly metric: string;
  readonly type: number;
  readonly tags: readonly string[];
  readonly host: string | undefined;
  readonly unit: string | undefined;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly value: number;
}

export interface KeptCheck {
  readonly check: string;
  readonly status: number;
  readonly tags: readonly string[];
  readonly host: string;
  readonly timestamp: number;
  readonly message: string | undefined;
}

export interface KeptEvent {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly host: string | undefined;
  readonly timestamp: number;
  readonly alertType: string | undefined;
  readonly aggregationKey: string | undefined;
}

/** A request and what it was answered. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** 0: none, the connection was broken. */
  readonly status: number;
  readonly bytes: number;
  readonly atMs: number;
}

/** What was accepted and dropped all the same, as the real one drops it without a word. */
export interface Dropped {
  readonly what: "point" | "check" | "event";
  readonly name: string;
  readonly reason: "too-old" | "in-the-future";
  readonly timestamp: number;
}

/** What the intake has. Points with equal name, tags, host and second are one: the last counts. */
export interface Store {
  readonly points: Map<string, KeptPoint>;
  readonly checks: KeptCheck[];
  readonly events: KeptEvent[];
  readonly requests: SeenRequest[];
  readonly dropped: Dropped[];
  /** What the real one would have changed or wondered at without saying so; each once. */
  readonly remarks: Set<string>;
  /** How often a point came that was there already. */
  repeated: number;
  clear(): void;
}

export const openStore = (): Store => {
  const store: Store = {
    points: new Map(),
    checks: [],
    events: [],
    requests: [],
    dropped: [],
    remarks: new Set(),
    repeated: 0,
    clear: () => {
      store.points.clear();
      store.remarks.clear();
      for (const list of [store.checks, store.events, store.requests, store.dropped]) list.length = 0;
      store.repeated = 0;
    },
  };
  return store;
};
