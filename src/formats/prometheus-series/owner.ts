import type { Dialect, LabelPair } from "../../catalogue/names/dialect.ts";
import type { Form } from "../../model/place.ts";
import type { Resource } from "../../model/resource.ts";
import { escapeLabelValue, labelNamePart } from "../prometheus-text/escape.ts";

/** Whose a series is: a resource with its labels in one dialect, made ready for many series. */
export interface Owner {
  readonly resource: Resource;
  /** `a="b",c="d"`, values escaped; may be empty. */
  readonly labels: string;
  /** The label part of a series without labels of its own: `{a="b"}`, or nothing. */
  readonly closed: string;
  /** What the labels of a series' own follow: `{a="b",` or `{`. */
  readonly open: string;
}

/** `name="value"`. */
export const labelText = (name: string, value: string): string => `${name}="${escapeLabelValue(value)}"`;

/** A name the user asked for, and the labels it becomes. */
export interface ExtraLabel {
  readonly key: string;
  readonly containerLabel: string;
  readonly taskTag: string;
}

/** Of names that only differ in characters a label may not have, the first counts. */
export const extraLabels = (keys: readonly string[]): readonly ExtraLabel[] => {
  const byPart = new Map<string, ExtraLabel>();
  for (const key of keys) {
    const part = labelNamePart(key);
    if (!byPart.has(part)) byPart.set(part, { key, containerLabel: `label_${part}`, taskTag: `tag_${part}` });
  }
  return [...byPart.values()];
};

/** The record is the user's: a key may be any word, `constructor` too. */
const own = (record: Readonly<Record<string, string>> | undefined, key: string): string =>
  record !== undefined && Object.hasOwn(record, key) ? (record[key] ?? "") : "";

const extraPairs = (resource: Resource, extra: readonly ExtraLabel[]): LabelPair[] => {
  if (resource.scope !== "task" && resource.scope !== "container") return [];
  const containerLabels = resource.scope === "container" ? resource.container.labels : undefined;
  const tags = resource.task?.tags;
  return extra.flatMap(({ key, containerLabel, taskTag }): LabelPair[] => [
    [containerLabel, own(containerLabels, key)],
    [taskTag, own(tags, key)],
  ]);
};

/** Empty values are left out: to Prometheus an empty label is none. */
export const ownerOf = (resource: Resource, dialect: Dialect, form: Form, extra: readonly ExtraLabel[]): Owner => {
  const pairs = dialect.labelsOf(resource, form);
  const all = dialect.extensible && extra.length > 0 ? [...pairs, ...extraPairs(resource, extra)] : pairs;
  let labels = "";
  for (const [name, value] of all) {
    if (value !== "") labels += labels === "" ? labelText(name, value) : `,${labelText(name, value)}`;
  }
  return labels === ""
    ? { resource, labels, closed: "", open: "{" }
    : { resource, labels, closed: `{${labels}}`, open: `{${labels},` };
};
