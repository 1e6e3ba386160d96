import type { TaskIdentity } from "../../model/identity.ts";
import type { Form } from "../../model/place.ts";
import type { Resource } from "../../model/resource.ts";
import type { MetricId } from "../catalogue.ts";
import type { Kind } from "../define.ts";

/** The sets of Prometheus names that people's dashboards know. */
export const dialectNames = ["taskvitals", "ee", "ecs-exporter"] as const;
export type DialectName = (typeof dialectNames)[number];

/** A label of an identity row: a field of the task, or its present status. */
export type IdentityLabel =
  | { readonly label: string; readonly field: Exclude<keyof TaskIdentity, "tags"> }
  | { readonly label: string; readonly status: "known" | "desired" };

/** What the series of a family are made of; a family may have several kinds of rows. */
export type Row<M extends string = string> =
  /** A series for every point of the metric, its attributes as labels. */
  | { readonly take: "points"; readonly metric: M }
  /** One series a resource: the metric's points added up over their attributes. */
  | { readonly take: "total"; readonly metric: M }
  /** One series a resource: one metric less another, at least 0; none while either is unknown. */
  | { readonly take: "difference"; readonly metric: M; readonly minus: M }
  /** One series a task: the greatest value among its containers. */
  | { readonly take: "greatest"; readonly metric: M }
  /**
   * One series a container of an awsvpc task: the total of the task's metric, which all its containers share. Only
   * beside a sample of the container's own, so that stopped containers have none.
   */
  | { readonly take: "shared"; readonly metric: M; readonly beside: M }
  /** One series a task, always 1: what the task is. */
  | { readonly take: "identity"; readonly status: M; readonly labels: readonly IdentityLabel[] }
  /** One series in all, without labels: 1 when every input's last collection succeeded, 0 when not. */
  | { readonly take: "inputs-up" };

/** A Prometheus metric family of a dialect. */
export interface DialectFamily<M extends string = string> {
  /** As the samples carry it, with `_total` or `_info` where it has that. */
  readonly name: string;
  readonly kind: Kind;
  /** One sentence. */
  readonly help: string;
  readonly rows: readonly Row<M>[];
}

/** A family that replaces another program's. */
export interface ComparedFamily<M extends string = string> extends DialectFamily<M> {
  /** What the original gives. */
  readonly original: string;
  /** What ours gives, and why when that differs. */
  readonly ours: string;
}

export type LabelPair = readonly [name: string, value: string];

/** A set of names and labels. */
export interface Dialect<M extends string = string> {
  readonly name: DialectName;
  /** Every label that may say whose a series is. The more there are, the richer the dialect. */
  readonly identityLabels: readonly string[];
  /** Whose the resource's series are; an unknown or empty value leaves the label out. */
  readonly labelsOf: (resource: Resource, form: Form) => readonly LabelPair[];
  /** Whether the user may add labels from container labels and task tags. */
  readonly extensible: boolean;
  readonly families: readonly DialectFamily<M>[];
}

/** A dialect whose names another program chose. */
export interface ComparedDialect extends Dialect<MetricId> {
  /** The program and version it stands in for. */
  readonly originalProgram: string;
  /** Where ours differs as a whole, a sentence or two each. */
  readonly remarks: readonly string[];
  readonly families: readonly ComparedFamily<MetricId>[];
}

/** A daemon sees many tasks: there, dialects that do not name the task get a label `task_id`. */
export const seesManyTasks = (form: Form): boolean => form === "daemon" || form === "managed-daemon";

/** The metrics that a row's values and labels are made of. */
export const metricsOf = (row: Row): readonly string[] => {
  switch (row.take) {
    case "points":
    case "total":
    case "greatest":
    case "shared":
      return [row.metric];
    case "difference":
      return [row.metric, row.minus];
    case "identity":
      return [row.status];
    case "inputs-up":
      return [];
  }
};
