import type { Attributes } from "../../model/point.ts";

/** Shapes of documents that Elastic's own agents write, and ours. */
export const elasticSchemas = ["metricbeat", "fleet", "native"] as const;
export type ElasticSchema = (typeof elasticSchemas)[number];

/** Points of a metric; those that are left are added up. A container's document finds the metrics of its task too. */
export interface ElasticSource<M extends string = string> {
  readonly metric: M;
  /** Counters: their change per second. */
  readonly take?: "perSecond";
  /** Only points with these attributes. */
  readonly having?: Attributes;
}

/** What makes Docker's own words for a container's state: `Up 7 minutes (healthy)`. */
export interface ElasticDockerStatus<M extends string = string> {
  readonly status: M;
  readonly health: M;
  readonly startedSeconds: M;
  readonly exitCode: M;
}

/** How a field's value comes about. It is left out while something it needs is unknown. */
export type ElasticValue<M extends string = string> =
  /** The first that is known. */
  | { readonly first: readonly ElasticSource<M>[]; readonly times?: number }
  /** All of them added up. */
  | { readonly sum: readonly ElasticSource<M>[] }
  /** `of` divided by the first of `over` that is known and above zero. */
  | { readonly of: ElasticSource<M>; readonly over: readonly ElasticSource<M>[] }
  /** Present word of a state metric. */
  | { readonly word: M; readonly having?: Attributes; readonly lowerCase?: true }
  /** Seconds since the epoch, as a date. */
  | { readonly date: M }
  /** Containers there are, by the present word of a state metric; all when no words are given. */
  | { readonly count: M; readonly having: Attributes; readonly words?: readonly string[] }
  | { readonly dockerStatus: ElasticDockerStatus<M> };

export type ElasticType = "long" | "double" | "keyword" | "date";

/** A field of a document. */
export interface ElasticField<M extends string = string> {
  /** Dots stand for objects. `{interface}` stands for the names there are: a field for each. */
  readonly name: string;
  readonly type: ElasticType;
  /** What a time series data stream knows it as. */
  readonly series?: "gauge" | "counter";
  readonly value: ElasticValue<M>;
  /** Only in this schema. */
  readonly only?: ElasticSchema;
  /** Where the original gives something else, or nothing: what, and why. */
  readonly differs?: string;
}

/** A kind of document that another agent writes: one metricset. */
export interface ElasticSet<M extends string = string> {
  readonly module: "docker" | "awsfargate";
  readonly metricset: string;
  /** One document for each. `agent`: one in all. */
  readonly of: "container" | "task" | "agent";
  /** Only where there is this; its sample's time is the document's. */
  readonly beside: M;
  /** A document for each interface that the metric has points of. */
  readonly perInterfaceOf?: M;
  /** Only for tasks of this launch type. */
  readonly launchType?: string;
  /** Not for a task any of whose containers has this. */
  readonly unlessContainersHave?: M;
  readonly fields: readonly ElasticField<M>[];
  /** Metrics that the original lacks: added under their native names. */
  readonly extras?: readonly M[];
}

/** `docker.cpu`: the dataset of its documents. */
export const datasetOf = ({ module, metricset }: ElasticSet): string => `${module}.${metricset}`;
