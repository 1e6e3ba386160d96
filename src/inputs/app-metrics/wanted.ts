/** How an app's metrics can be read. */
export const kinds = ["prometheus", "go-stats", "expvar", "json", "mackerel-plugin"] as const;
export type Kind = (typeof kinds)[number];

/** What shall be read of a container, before anything is known of where. */
export interface Wanted {
  readonly kind: Kind;
  /** The container's; undefined: the only one that there is. */
  readonly port: number | undefined;
  /** With its query. Empty for plugins. */
  readonly path: string;
  readonly scheme: "http" | "https";
  /** Undefined: at every collection. */
  readonly intervalMs: number | undefined;
  /** Undefined: as the input is configured. */
  readonly timeoutMs: number | undefined;
  /** Patterns of family names; empty: all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Undefined: the container's. */
  readonly name: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of a mackerel-plugin: its name in the configuration. */
  readonly plugin: string | undefined;
  /** Who wants it, for people: a family of labels, or the configuration. */
  readonly from: string;
}

/** Something wrong with a label, or with a rule of the configuration. */
export interface Fault {
  /** The label's key. */
  readonly label: string;
  /** What is wrong, and what would be right. */
  readonly what: string;
  /** The target is read all the same, without what the label says. */
  readonly isRead: boolean;
}

/** What one family of labels comes to. */
export interface Finding {
  readonly wanted: readonly Wanted[];
  readonly faults: readonly Fault[];
}

export type Labels = Readonly<Record<string, string>>;
