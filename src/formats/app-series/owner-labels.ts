import { catalogue } from "../../catalogue/catalogue.ts";
import type { LabelPair } from "../../catalogue/names/dialect.ts";
import { taskvitalsDialect } from "../../catalogue/names/taskvitals.ts";
import type { Attributes } from "../../model/point.ts";
import type { TargetResource } from "../../model/resource.ts";
import { labelName } from "../prometheus-text/escape.ts";

const { labelsOf } = taskvitalsDialect(catalogue);

/** The first name of `name`, `exported_name`, `exported_exported_name` that is free: what a scrape does. */
const freeName = (name: string, isTaken: (name: string) => boolean): string =>
  isTaken(name) ? freeName(`exported_${name}`, isTaken) : name;

/** Adds labels behind others, each under a legal name that is not taken yet. Empty values are none. */
const append = (pairs: readonly LabelPair[], more: Attributes, reserved?: string): readonly LabelPair[] => {
  const taken = new Set(pairs.map(([name]) => name));
  if (reserved !== undefined) taken.add(reserved);
  const added: LabelPair[] = [];
  for (const key in more) {
    const value = more[key] ?? "";
    if (value === "") continue;
    const name = freeName(labelName(key), (one) => taken.has(one));
    taken.add(name);
    added.push([name, value]);
  }
  return added;
};

/** Whose an app's metrics are: the task, the container, the target with its slot, and the user's tags. */
export const ownerLabels = (resource: TargetResource): readonly LabelPair[] => {
  const identity = labelsOf(resource, "daemon").filter(([, value]) => value !== "");
  return [...identity, ...append(identity, resource.target.tags ?? {})];
};

/** The app's own labels beside its owner's. `reserved` is the family's own: `le`, `quantile`. */
export const ownLabels = (owner: readonly LabelPair[], labels: Attributes, reserved?: string): readonly LabelPair[] =>
  append(owner, labels, reserved);
