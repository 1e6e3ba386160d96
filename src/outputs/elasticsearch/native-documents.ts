import { catalogue, metricIds } from "../../catalogue/catalogue.ts";
import type { ElasticField } from "../../catalogue/names/elastic-field.ts";
import { elasticApart, nativeFields } from "../../catalogue/names/elastic-native.ts";
import { commonCpu, commonMemory } from "../../catalogue/names/elastic-parts.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import type { Point } from "../../model/point.ts";
import type { Resource } from "../../model/resource.ts";
import type { Hashing } from "../../ports/hashing.ts";
import { documentId } from "./document-id.ts";
import { addStream, envelope } from "./envelope.ts";
import type { DocumentItem, Json } from "./item.ts";
import { nested } from "./nested.ts";
import { addCloud, addContainer, addLabels, addTexts, clean } from "./owner-fields.ts";
import type { DocumentSettings } from "./settings.ts";
import { addField } from "./value.ts";
import type { Subject, View } from "./view.ts";

/** What has documents of its own in our schema. */
export const nativeScopes = ["container", "task", "image"] as const;
type NativeScope = (typeof nativeScopes)[number];

interface NamedField {
  readonly metric: string;
  readonly field: ElasticField;
  /** Told without a sample. */
  readonly lasting: boolean;
}

const isApart = (metric: keyof typeof catalogue): boolean =>
  elasticApart.some((attribute) => catalogue[metric].attributes?.[attribute] !== undefined);

const fieldsOfScope = (scope: NativeScope, apart: boolean): readonly NamedField[] =>
  metricIds
    .filter((metric) => catalogue[metric].scope === scope && isApart(metric) === apart)
    .flatMap((metric) =>
      nativeFields(metric, catalogue[metric]).map((field) => ({
        metric,
        field,
        lasting: catalogue[metric].lasting === true,
      })),
    );

/** A container's figures under the names that the Elastic Common Schema has for them. */
const common: Readonly<Record<NativeScope, readonly ElasticField[]>> = {
  container: [commonCpu, commonMemory],
  task: [],
  image: [],
};

/** Every field of our own documents about a scope. */
export const nativeFieldsOf = (scope: NativeScope): readonly ElasticField[] => [
  ...common[scope],
  ...fieldsOfScope(scope, false).map(({ field }) => field),
  ...fieldsOfScope(scope, true).map(({ field }) => field),
];

/** The task in the words of the Elastic Common Schema and, where that has none, of AWS. */
export const addTask = (into: Map<string, Json>, task: TaskIdentity | undefined): void => {
  if (task === undefined) return;
  addCloud(into, task);
  addTexts(into, {
    "service.name": task.service,
    "orchestrator.type": "ecs",
    "orchestrator.cluster.name": task.cluster,
    "orchestrator.cluster.id": task.clusterArn,
    "aws.ecs.task.arn": task.arn,
    "aws.ecs.task.id": task.id,
    "aws.ecs.task.family": task.family,
    "aws.ecs.task.revision": task.revision,
    "aws.ecs.launchtype": task.launchType?.toLowerCase(),
    "aws.ecs.network_mode": task.networkMode,
  });
};

const addOwner = (into: Map<string, Json>, resource: Resource, settings: DocumentSettings): void => {
  if (resource.scope === "task") addTask(into, resource.task);
  if (resource.scope === "image") addTexts(into, { "container.image.name": resource.image });
  if (resource.scope !== "container") return;
  addTask(into, resource.task);
  addContainer(into, resource.container, "ecs");
  addTexts(into, { "aws.ecs.container.arn": resource.container.arn });
  if (settings.labels === "all") addLabels(into, "container.labels", resource.container, undefined, "all");
};

interface Draft {
  readonly scope: NativeScope;
  readonly view: View;
  readonly settings: DocumentSettings;
  readonly hashing: Hashing;
}

const draftItem = (
  { scope, view, settings, hashing }: Draft,
  subject: Subject,
  fields: readonly ElasticField[],
  atMs: number,
  apart: readonly [name: string, value: string] | undefined,
): readonly DocumentItem[] => {
  const document = envelope(atMs, view, settings);
  if (document === undefined) return [];
  const dataset = `taskvitals.${scope}`;
  document.set("event.module", "taskvitals");
  document.set("event.dataset", dataset);
  addOwner(document, subject.resource, settings);
  if (apart !== undefined) document.set(`taskvitals.${apart[0]}`, clean(apart[1]));
  const before = document.size;
  for (const field of fields) addField(document, field, subject, view);
  if (document.size === before) return [];
  const stream = addStream(document, dataset, settings.namespace);
  const id = documentId(hashing, atMs, [dataset, subject.resource.key, ...(apart ?? [])]);
  return [{ route: "bulk", atMs, stream, id, document: nested(document) }];
};

/** The newest sample's time; what was told without a sample (a state) has the time of its snapshot. */
const newestOf = (points: readonly Point[]): number =>
  points.reduce((latest, { atMs }) => Math.max(latest, atMs), Number.NEGATIVE_INFINITY);

const sampledAt = (subject: Subject, fields: readonly NamedField[], takenAtMs: number): number | undefined => {
  const counters = fields.filter(({ field, lasting }) => field.series === "counter" && !lasting);
  const sampled = newestOf(counters.flatMap(({ metric }) => subject.points(metric)));
  if (sampled > Number.NEGATIVE_INFINITY) return sampled;
  return fields.some(({ metric }) => subject.points(metric).length > 0) ? takenAtMs : undefined;
};

/** The values that tell apart the points of metrics whose attribute is open. */
const apartValues = (subject: Subject, fields: readonly NamedField[], attribute: string): readonly string[] => [
  ...new Set(
    fields.flatMap(({ metric }) => subject.points(metric).flatMap(({ attributes }) => attributes[attribute] ?? [])),
  ),
];

const withAttribute = (subject: Subject, attribute: string, value: string): Subject => ({
  resource: subject.resource,
  points: (metric) => subject.points(metric).filter(({ attributes }) => attributes[attribute] === value),
});

/** Our own documents: one for each container, task and image, and sample. Pure. */
export const nativeDocuments = (
  settings: DocumentSettings,
  hashing: Hashing,
): ((view: View) => readonly DocumentItem[]) => {
  const scopes = nativeScopes.map((scope) => ({
    scope,
    fields: fieldsOfScope(scope, false),
    all: [...common[scope], ...fieldsOfScope(scope, false).map(({ field }) => field)],
    apart: fieldsOfScope(scope, true),
  }));
  return (view) => {
    const subjects = { container: view.containers, task: view.tasks, image: view.images };
    return scopes.flatMap(({ scope, fields, all, apart }) => {
      const draft = { scope, view, settings, hashing };
      return subjects[scope].flatMap((subject: Subject) => {
        const atMs = sampledAt(subject, fields, view.takenAtMs);
        const whole = atMs === undefined ? [] : draftItem(draft, subject, all, atMs, undefined);
        const parts = elasticApart.flatMap((attribute) =>
          apartValues(subject, apart, attribute).flatMap((value) => {
            const own = withAttribute(subject, attribute, value);
            const newest = newestOf(apart.flatMap(({ metric }) => own.points(metric)));
            const named = apart.map(({ field }) => field);
            return draftItem(draft, own, named, newest, [attribute, value]);
          }),
        );
        return [...whole, ...parts];
      });
    });
  };
};
