import type { Scope } from "../model/resource.ts";

/**
 * counter: cumulative, never negative; gauge: a value now; state: one of a set is true, named by the attribute
 * `status`; info: always 1, the attributes are the message.
 */
export type Kind = "counter" | "gauge" | "state" | "info";

/** UCUM. `{vcpu}` is a whole CPU's time, `1` a ratio (1 = all of it), `{...}` a count of things. */
export type Unit =
  | "s"
  | "By"
  | "1"
  | "{vcpu}"
  | "{cpu}"
  | "{packet}"
  | "{error}"
  | "{operation}"
  | "{container}"
  | "{gpu}"
  | "{process}"
  | "{connection}"
  | "{fault}"
  | "{page}"
  | "{failure}"
  | "{restart}"
  | "{event}"
  | "{period}"
  | "{code}"
  | "{collection}"
  | "{version}"
  | "{value}"
  | "{problem}"
  | "{series}"
  | "{point}"
  | "{item}"
  | "{record}"
  | "{request}"
  | "";

export interface AttributeDefinition {
  readonly description: string;
  /** The values known today. `state` metrics expand to all of them; a source may still bring a new one. */
  readonly values?: readonly string[];
  /** May be left out of a point. */
  readonly optional?: true;
}

/** How a metric follows from others. Evaluated for every collection, in `pipeline/derive.ts`. */
export type Derivation =
  /** Change of a counter per second, on the same resource. */
  | { readonly op: "rate"; readonly of: string }
  /** A task's value from its containers': counters grow by their increments and never go back. */
  | { readonly op: "sum"; readonly of: string }
  /** `of` divided by the first of `over` that is known (a task's for its container too) and above zero. */
  | { readonly op: "ratio"; readonly of: string; readonly over: readonly string[] }
  /** A task's containers, counted by an attribute of one of their state metrics. NORMAL containers only. */
  | { readonly op: "count"; readonly of: string; readonly by: string };

export type LaunchName = "fargate" | "ec2" | "managed-instances" | "anywhere" | "docker";
export type CgroupName = "v1" | "v2" | "windows";

/** Where a metric exists. What is left out means everywhere. */
export interface Availability {
  readonly launch?: readonly LaunchName[];
  readonly network?: readonly ("awsvpc" | "bridge" | "host")[];
  readonly cgroup?: readonly CgroupName[];
  readonly note?: string;
}

/** One metric: everything there is to know of it, in every back end's terms or enough to derive them. */
export interface MetricDefinition {
  readonly scope: Scope;
  readonly kind: Kind;
  readonly unit: Unit;
  /** One sentence; becomes HELP, the page's tooltip, Datadog's description. */
  readonly description: string;
  /** The definition's fine print, for docs/metrics.md. */
  readonly note?: string;
  readonly attributes?: Readonly<Record<string, AttributeDefinition>>;
  /** Where it comes from: fields of the task metadata endpoint and of the Docker Engine API, files of the host. */
  readonly source?: {
    readonly tmds?: string;
    readonly docker?: string;
    readonly host?: string;
    readonly agent?: string;
  };
  /** In words, when it is more than reading a field. */
  readonly formula?: string;
  readonly derive?: Derivation;
  readonly where?: Availability;
  /** First version with it. */
  readonly since: string;
  /** Which way is better; decides colours and alert directions. */
  readonly good?: "up" | "down";
  /** Still true when samples stop coming: limits, identities, times of things that happened. */
  readonly lasting?: true;
  /** A gauge may be below zero. */
  readonly signed?: true;
  /** Names that the dialect's naming rule does not give. */
  readonly names?: { readonly taskvitals?: string };
}

export type Family = Readonly<Record<string, MetricDefinition>>;
