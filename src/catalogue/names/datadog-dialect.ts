import type { MetricId } from "../catalogue.ts";

/** The sets of Datadog names that people's dashboards know, and our own. */
export const datadogDialectNames = ["docker", "ecs.fargate", "container", "taskvitals"] as const;
export type DatadogDialectName = (typeof datadogDialectNames)[number];

/** The two generations of Datadog's Docker check, which give one name two meanings. */
export const datadogGenerations = ["agent5", "agent7"] as const;
export type DatadogGeneration = (typeof datadogGenerations)[number];

/**
 * What the points of a family are made of; a family may have several kinds of rows. A row belongs to the resources of
 * its (first) metric's scope. Figures are multiplied by `scale` where there is one.
 */
export type DatadogRow<M extends string = MetricId> =
  /** One figure for every point of the metric whose attributes are those of `where`. */
  | {
      readonly take: "points";
      readonly metric: M;
      /** The value itself, or its change per second; nothing while that is not known. */
      readonly send: "value" | "perSecond";
      readonly scale?: number;
      readonly where?: Readonly<Record<string, string>>;
      /** Attributes that become tags, by attribute. */
      readonly tags?: Readonly<Record<string, string>>;
      /** A task's figure that all its containers share: not where they have this one of their own. */
      readonly unless?: M;
    }
  /** One figure a resource: the changes per second added up over the attributes. */
  | { readonly take: "total"; readonly metric: M }
  /** The first of these that is known; a task's holds for its containers too. */
  | { readonly take: "first"; readonly of: readonly M[]; readonly scale?: number }
  /** The sum of `of`, all of them known, divided by `over`. */
  | { readonly take: "ratio"; readonly of: readonly M[]; readonly over: M }
  /** Seconds since that time. */
  | { readonly take: "age"; readonly since: M }
  /** One figure in all: the sum over every resource that has the metric. */
  | { readonly take: "host-total"; readonly metric: M };

/** How figures become one when their tags do not tell them apart. */
export type Together = "sum" | "mean" | "greatest";

/** A Datadog metric. */
export interface DatadogFamily<M extends string = MetricId> {
  readonly name: string;
  readonly kind: "gauge";
  /** Datadog's name of the unit, for people; with `/second` where it is a rate. */
  readonly unit: string;
  readonly rows: readonly DatadogRow<M>[];
  /** `sum` when left out. */
  readonly together?: Together;
  /** Only for users of this generation; for both when left out. */
  readonly generation?: DatadogGeneration;
  /** What the original gives. */
  readonly original: string;
  /** What ours gives, and why when that differs. */
  readonly ours: string;
}

/** A service check that tells whether an input's last collection succeeded. */
export interface InputCheck {
  readonly check: string;
  readonly input: string;
}

/** A service check that tells a state metric's present word. */
export interface StateCheck<M extends string = MetricId> {
  readonly check: string;
  readonly metric: M;
  /** Status words and what they come to; others are unknown. */
  readonly statuses: Readonly<Record<string, "ok" | "warning" | "critical">>;
}

/** A set of names. */
export interface DatadogDialect<M extends string = MetricId> {
  readonly name: DatadogDialectName;
  /** The program that it stands in for. */
  readonly originalProgram: string;
  /** Where ours differs as a whole, a sentence or two each. */
  readonly remarks: readonly string[];
  /** A container has figures only beside this one, so that stopped ones have none. */
  readonly beside?: M;
  /** Tags of its own on everything about containers, by launch type; `""` for all others. */
  readonly runtime?: Readonly<Record<string, string>>;
  /** Further names of tags, by the tag they repeat. */
  readonly tagAliases?: Readonly<Record<string, string>>;
  readonly families: readonly DatadogFamily<M>[];
  readonly inputChecks: readonly InputCheck[];
  readonly stateChecks: readonly StateCheck<M>[];
  /** The service check that tells how a container ended. */
  readonly exitCheck?: string;
}

/** The metrics that a row's figures are made of. */
export const metricsOfDatadogRow = <M extends string>(row: DatadogRow<M>): readonly M[] => {
  switch (row.take) {
    case "points":
    case "total":
    case "host-total":
      return [row.metric];
    case "first":
      return row.of;
    case "ratio":
      return [...row.of, row.over];
    case "age":
      return [row.since];
  }
};
