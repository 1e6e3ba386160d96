import { linesOf, reservedLabel } from "../../formats/app-series/samples.ts";
import { labelName, metricName } from "../../formats/prometheus-text/escape.ts";
import type { AppFamily } from "../../model/app-family.ts";
import type { Attributes } from "../../model/point.ts";
import type { TargetResource } from "../../model/resource.ts";
import type { Hashing } from "../../ports/hashing.ts";
import { appDataset } from "./app-template.ts";
import { documentId } from "./document-id.ts";
import { addStream, envelope } from "./envelope.ts";
import type { DocumentItem, Json } from "./item.ts";
import { addTask } from "./native-documents.ts";
import { nested } from "./nested.ts";
import { addContainer, addTexts, clean } from "./owner-fields.ts";
import type { DocumentSettings } from "./settings.ts";
import type { AppSubject, View } from "./view.ts";

/** What has one set of labels at one time is one document, as Metricbeat's collector has it. */
interface Group {
  readonly atMs: number;
  readonly labels: Attributes;
  readonly metrics: Map<string, number>;
}

const endings: Partial<Record<AppFamily["kind"], string>> = { counter: "_total", info: "_info" };

const exposedName = ({ name, kind }: AppFamily): string => {
  const legal = metricName(name);
  const ending = endings[kind] ?? "";
  return legal.endsWith(ending) ? legal : `${legal}${ending}`;
};

/** Names that stand between the dots of a field's name: a dot of their own would make objects of them. */
const legalLabels = (labels: Attributes, reserved?: string): Attributes => {
  const legal: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels)) {
    const key = labelName(name === reserved ? `exported_${name}` : name);
    if (name !== "" && value !== "" && !Object.hasOwn(legal, key)) legal[key] = clean(value);
  }
  return legal;
};

const groupsOf = (families: readonly AppFamily[]): readonly Group[] => {
  const groups = new Map<string, Group>();
  for (const family of families) {
    const name = exposedName(family);
    for (const sample of family.samples) {
      const own = legalLabels(sample.labels, reservedLabel(family));
      for (const { suffix, label, value } of linesOf(sample)) {
        const labels = label === undefined ? own : { ...own, [label[0]]: label[1] };
        const key = `${sample.atMs} ${JSON.stringify(Object.entries(labels).toSorted())}`;
        const group = groups.get(key) ?? { atMs: sample.atMs, labels, metrics: new Map<string, number>() };
        groups.set(key, group);
        const metric = `${name}${suffix}`;
        if (!group.metrics.has(metric)) group.metrics.set(metric, value);
      }
    }
  }
  return [...groups.values()];
};

const addTarget = (into: Map<string, Json>, { target, container, task }: TargetResource): void => {
  addTask(into, task);
  addContainer(into, container, "ecs");
  addTexts(into, {
    "service.address": target.address,
    "taskvitals.target.name": target.name,
    "taskvitals.target.kind": target.kind,
    "taskvitals.target.slot": `${target.slot}`,
  });
  for (const [name, value] of Object.entries(legalLabels(target.tags ?? {}))) into.set(`labels.${name}`, value);
};

/** Documents of apps' own metrics, in the shape of Metricbeat's `prometheus.collector`. Pure. */
export const appDocuments =
  (settings: DocumentSettings, hashing: Hashing) =>
  (view: View, { resource, families }: AppSubject): readonly DocumentItem[] =>
    groupsOf(families).flatMap(({ atMs, labels, metrics }): DocumentItem[] => {
      const document = envelope(atMs, view, settings);
      if (document === undefined) return [];
      document.set("event.module", "prometheus");
      document.set("event.dataset", appDataset);
      document.set("metricset.name", "collector");
      addTarget(document, resource);
      for (const [name, value] of Object.entries(labels)) document.set(`prometheus.labels.${name}`, value);
      for (const [name, value] of metrics) document.set(`prometheus.metrics.${name}`, value);
      const stream = addStream(document, appDataset, settings.namespace);
      const id = documentId(hashing, atMs, [
        appDataset,
        resource.key,
        JSON.stringify(Object.entries(labels).toSorted()),
      ]);
      return [{ route: "bulk", atMs, stream, id, document: nested(document) }];
    });
