/** Which requests or moments a fault is for. Everything left out does not narrow it. */
interface When {
  // The request's whole path; a star stands for anything, so that `*/task/stats` is that document of every container.
  readonly path?: string;
  /** Lets so many matching requests pass first. */
  readonly skip?: number;
  /** Then hits so many; left out: all. */
  readonly times?: number;
  /** Begins so long after it was set (with the start of the simulation, or by request). */
  readonly afterMs?: number;
  /** And ends so long after it began. */
  readonly forMs?: number;
}

/** Which containers: name in the task definition, and task by its place in the list from 0. Left out: all. */
interface Which {
  readonly container?: string;
  readonly task?: number;
}

/** What goes wrong with a reply as a whole. */
export type ReplyFault = When &
  (
    | { readonly kind: "throttle" }
    | { readonly kind: "server-error" }
    /** Never answers. */
    | { readonly kind: "silence" }
    /** Answers after `delayMs`. */
    | { readonly kind: "slow"; readonly delayMs: number }
    /** The body ends early: after `bytes`, or half of it. */
    | { readonly kind: "cut"; readonly bytes?: number }
    /** The connection is reset. */
    | { readonly kind: "reset" }
    /** Status 200 with a proxy's page. */
    | { readonly kind: "not-json" }
    /** 302 to another host. */
    | { readonly kind: "redirect"; readonly location?: string }
    /** A valid document with so much white space that it has `bytes` (9 MiB). */
    | { readonly kind: "huge"; readonly bytes?: number }
  );

/** What goes wrong with the statistics of containers inside a good reply. */
export type StatsFault = When &
  Which &
  (
    | { readonly kind: "null-stats" }
    | { readonly kind: "empty-stats" }
    | { readonly kind: "missing-stats" }
    /** One value of the statistics, by its path with dots, is this JSON text; an empty text takes it away. */
    | { readonly kind: "stats-field"; readonly field: string; readonly value: string }
  );

/** What happens to containers, or to the source's clock, once: `afterMs` after it was set. */
export type EventFault = Which & { readonly afterMs?: number } & (
    | { readonly kind: "stop"; readonly exitCode?: number }
    /** Counters go on where the ECS agent adds them up (EC2), else begin anew; `counters` says otherwise. */
    | { readonly kind: "restart"; readonly counters?: "continue" | "reset" }
    | { readonly kind: "counter-reset" }
    /** All times of the source move, the whole task list's. */
    | { readonly kind: "clock-step"; readonly byMs: number }
  );

export type Fault = ReplyFault | StatsFault | EventFault;
