import type { ElasticField, ElasticSchema, ElasticType } from "../../catalogue/names/elastic-field.ts";
import { elasticSets } from "./elastic-sets.ts";
import type { Json } from "./item.ts";
import { nativeFieldsOf, nativeScopes } from "./native-documents.ts";
import { fieldsOf } from "./set-documents.ts";

interface Mapping {
  readonly [name: string]: Json;
}

/** Longer texts are kept but not searched: a longer term would refuse the document. */
const keyword: Mapping = { type: "keyword", ignore_above: 1024 };

const types: Readonly<Record<ElasticType, Mapping>> = {
  long: { type: "long" },
  double: { type: "double" },
  keyword,
  date: { type: "date" },
};

/** By these a time series is told from another. */
const dimensions = [
  "event.dataset",
  "cloud.region",
  "orchestrator.cluster.name",
  "service.name",
  "aws.ecs.task.arn",
  "aws.ecs.task.family",
  "container.id",
  "container.name",
  "container.image.name",
  "taskvitals.mount",
] as const;

/** Texts in the documents of every schema. */
const texts = [
  "ecs.version",
  "agent.type",
  "agent.version",
  "agent.name",
  "event.module",
  "event.dataset",
  "metricset.name",
  "service.type",
  "service.name",
  "container.id",
  "container.name",
  "container.image.name",
  "container.runtime",
  "cloud.provider",
  "cloud.region",
  "cloud.availability_zone",
  "cloud.account.id",
  "data_stream.type",
  "data_stream.dataset",
  "data_stream.namespace",
] as const;

const placeholder = "{interface}";

const fieldsOfSchema = (schema: ElasticSchema): readonly ElasticField[] =>
  schema === "native" ? nativeScopes.flatMap(nativeFieldsOf) : elasticSets.flatMap((set) => fieldsOf(set, schema));

const mappingOf = ({ type, series }: ElasticField, timeSeries: boolean): Mapping =>
  timeSeries && series !== undefined ? { ...types[type], time_series_metric: series } : types[type];

/** Fields named by an interface get their mapping when the first document brings one. */
const named = (fields: readonly ElasticField[]): readonly Json[] =>
  fields
    .filter(({ name }) => name.includes(placeholder))
    .map((field) => ({
      [field.name]: { path_match: field.name.replace(placeholder, "*"), mapping: mappingOf(field, false) },
    }));

/** Mappings of a schema's documents. What they do not name is text, and becomes a keyword. */
export const mappingsOf = (schema: ElasticSchema, timeSeries: boolean): Mapping => {
  const fields = fieldsOfSchema(schema);
  const properties = new Map<string, Mapping>([
    ["@timestamp", types.date],
    ["metricset.period", types.long],
    ...texts.map((name): [string, Mapping] => [name, keyword]),
    ...fields
      .filter(({ name }) => !name.includes(placeholder))
      .map((field): [string, Mapping] => [field.name, mappingOf(field, timeSeries)]),
  ]);
  if (timeSeries) for (const name of dimensions) properties.set(name, { type: "keyword", time_series_dimension: true });
  return {
    dynamic_templates: [...named(fields), { texts: { match_mapping_type: "string", mapping: keyword } }],
    properties: Object.fromEntries(properties),
  };
};
