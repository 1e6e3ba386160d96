import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import { datasetOf, type ElasticField, type ElasticSet } from "../../catalogue/names/elastic-field.ts";
import { nativeFields } from "../../catalogue/names/elastic-native.ts";
import { type ContainerResource, type TaskResource, taskKey } from "../../model/resource.ts";
import type { Hashing } from "../../ports/hashing.ts";
import { documentId } from "./document-id.ts";
import { addStream, envelope } from "./envelope.ts";
import type { DocumentItem, Json } from "./item.ts";
import { nested } from "./nested.ts";
import { addCloud, addContainer, addLabels, addTexts, clean } from "./owner-fields.ts";
import { type DocumentSettings, metricbeatStream } from "./settings.ts";
import { addField } from "./value.ts";
import { ofInterface, type Subject, type View } from "./view.ts";

type Owner = ContainerResource | TaskResource;

const extrasOf = ({ extras = [] }: ElasticSet): readonly ElasticField[] =>
  extras.flatMap((id) => (isMetricId(id) ? nativeFields(id, catalogue[id]) : []));

/** The fields of a set in a schema, those that the original lacks included. */
export const fieldsOf = (set: ElasticSet, schema: DocumentSettings["schema"]): readonly ElasticField[] => [
  ...set.fields.filter(({ only }) => only === undefined || only === schema),
  ...extrasOf(set),
];

const awsFargateTask = (into: Map<string, Json>, { container, task }: ContainerResource): void => {
  const prefix = "awsfargate.task_stats";
  addTexts(into, {
    [`${prefix}.cluster_name`]: task?.cluster,
    [`${prefix}.task_name`]: task?.family,
    [`${prefix}.identifier`]: `${container.name}/${container.id}`,
  });
};

/** Whose the document is. A task's own network has the task's name, and no id that would count as a container. */
const addOwner = (into: Map<string, Json>, set: ElasticSet, resource: Owner, settings: DocumentSettings): void => {
  const { task } = resource;
  addCloud(into, task);
  addTexts(into, { "service.name": task?.service });
  if (resource.scope === "task") {
    addTexts(into, { "container.name": `${resource.task.family} (task)` });
    return;
  }
  addContainer(into, resource.container, set.module === "docker" ? "docker" : "ecs");
  const labels = set.module === "docker" ? "docker.container.labels" : "container.labels";
  addLabels(into, labels, resource.container, task, settings.labels);
  if (set.module === "awsfargate") awsFargateTask(into, resource);
};

interface Draft {
  readonly set: ElasticSet;
  readonly fields: readonly ElasticField[];
  readonly view: View;
  readonly settings: DocumentSettings;
  readonly hashing: Hashing;
}

const draftItem = (draft: Draft, subject: Subject<Owner> | undefined, atMs: number, network = ""): DocumentItem[] => {
  const { set, fields, view, settings, hashing } = draft;
  const document = envelope(atMs, view, settings);
  if (document === undefined) return [];
  const dataset = datasetOf(set);
  document.set("event.module", set.module);
  document.set("event.dataset", dataset);
  document.set("metricset.name", set.metricset);
  document.set("metricset.period", settings.periodMs);
  document.set("service.type", set.module);
  if (subject !== undefined) addOwner(document, set, subject.resource, settings);
  if (network !== "") document.set("docker.network.interface", clean(network));
  const before = document.size;
  const nobody: Subject = { resource: subject?.resource ?? { scope: "image", key: "", image: "" }, points: () => [] };
  for (const field of fields) addField(document, field, subject ?? nobody, view);
  if (document.size === before) return [];
  const isFleet = settings.schema === "fleet";
  const stream = isFleet ? addStream(document, dataset, settings.namespace) : metricbeatStream;
  const id = documentId(hashing, atMs, [dataset, subject?.resource.key ?? settings.agentName, network]);
  return [{ route: "bulk", atMs, stream, id, document: nested(document) }];
};

const drafts = (draft: Draft, subject: Subject<Owner>): DocumentItem[] => {
  const { set } = draft;
  const newest = subject
    .points(set.beside)
    .reduce((latest, { atMs }) => Math.max(latest, atMs), Number.NEGATIVE_INFINITY);
  if (newest === Number.NEGATIVE_INFINITY) return [];
  if (set.perInterfaceOf === undefined) return draftItem(draft, subject, newest);
  const names = new Set(subject.points(set.perInterfaceOf).map(({ attributes }) => attributes.interface ?? ""));
  return [...names].flatMap((name) => draftItem(draft, ofInterface(subject, name), newest, name));
};

/** Tasks any of whose containers has a metric. */
const tasksWith = (view: View, metric: string | undefined): ReadonlySet<string> =>
  new Set(
    metric === undefined
      ? []
      : view.containers.flatMap(({ resource, points }) =>
          resource.task !== undefined && points(metric).length > 0 ? [taskKey(resource.task)] : [],
        ),
  );

const ofLaunchType = ({ task }: Owner, launchType: string | undefined): boolean =>
  launchType === undefined || task?.launchType === launchType;

const setItems = (draft: Draft): readonly DocumentItem[] => {
  const { set, view } = draft;
  if (set.of === "agent") {
    return view.containers.some(({ points }) => points(set.beside).length > 0)
      ? draftItem(draft, undefined, view.takenAtMs)
      : [];
  }
  const without = tasksWith(view, set.unlessContainersHave);
  const subjects: readonly Subject<Owner>[] = set.of === "task" ? view.tasks : view.containers;
  return subjects
    .filter(({ resource }) => ofLaunchType(resource, set.launchType) && !without.has(resource.key))
    .flatMap((subject) => drafts(draft, subject));
};

/** The documents of these sets for one snapshot. Pure. */
export const setDocuments = (
  sets: readonly ElasticSet[],
  settings: DocumentSettings,
  hashing: Hashing,
): ((view: View) => readonly DocumentItem[]) => {
  const prepared = sets.map((set) => ({ set, fields: fieldsOf(set, settings.schema) }));
  return (view) => prepared.flatMap((one) => setItems({ ...one, view, settings, hashing }));
};
