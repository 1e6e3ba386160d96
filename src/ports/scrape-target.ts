import type { ContainerIdentity, TargetIdentity, TaskIdentity } from "../model/identity.ts";

/** Where an app's own metrics are, for others who want to read them. */
export interface ScrapeTarget {
  readonly target: TargetIdentity;
  readonly container: ContainerIdentity;
  readonly task: TaskIdentity | undefined;
  readonly scheme: "http" | "https";
  /** An IP address; without brackets. */
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /**
   * published: at a port of the host; address: at a port of one of its addresses alone; host: the container has the host's network; container: at its own address, which
   * the host reaches; task: at its task's; local: agent and container share a network.
   */
  readonly by: "published" | "address" | "host" | "container" | "task" | "local";
  readonly intervalMs: number | undefined;
  readonly timeoutMs: number | undefined;
}

export interface ScrapeTargets {
  readonly targets: readonly ScrapeTarget[];
  /** When the containers were last seen, milliseconds since the epoch; undefined: not yet. */
  readonly asOfMs: number | undefined;
}
