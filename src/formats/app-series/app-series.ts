import type { LabelPair } from "../../catalogue/names/dialect.ts";
import type { AppFamily } from "../../model/app-family.ts";
import type { Entry } from "../../model/snapshot.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import { labelText } from "../prometheus-series/owner.ts";
import { metricName } from "../prometheus-text/escape.ts";
import type { FamilySeries, FamilyType } from "../prometheus-text/exposition.ts";
import { ownerLabels, ownLabels } from "./owner-labels.ts";
import { linesOf, reservedLabel } from "./samples.ts";

/** The series of one name and type, of all targets together. */
export interface AppFamilySeries extends FamilySeries {
  /** As the samples carry it, less what `suffixes` add. */
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
  readonly unit?: string | undefined;
  readonly suffixes: readonly string[];
  readonly atMs: readonly number[];
}

export interface AppSeries {
  /** In the order in which they were first seen; no series twice. */
  readonly families: readonly AppFamilySeries[];
  readonly problems: readonly Problem[];
}

interface Group {
  readonly name: string;
  readonly type: FamilyType;
  help: string;
  unit: string | undefined;
  readonly suffixes: string[];
  readonly labels: string[];
  readonly values: number[];
  readonly atMs: number[];
}

const endings: Partial<Record<FamilyType, string>> = { counter: "_total", info: "_info" };

/** With the ending that its type asks for. */
const exposedName = ({ name, kind }: AppFamily): string => {
  const legal = metricName(name);
  const ending = endings[kind] ?? "";
  return legal.endsWith(ending) ? legal : `${legal}${ending}`;
};

const ownNames: Partial<Record<FamilyType, readonly string[]>> = {
  histogram: ["", "_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

const namesOf = ({ name, type }: Group): readonly string[] => (ownNames[type] ?? [""]).map((end) => `${name}${end}`);

/** Groups that a name of another group stands in the way of. */
const inConflict = (groups: Iterable<Group>): ReadonlySet<Group> => {
  const firsts = new Map<string, Group>();
  const found = new Set<Group>();
  for (const group of groups) {
    for (const name of namesOf(group)) {
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, group);
      else found.add(first).add(group);
    }
  }
  return found;
};

const newGroup = (name: string, type: FamilyType, help: string, unit: string | undefined): Group => ({
  name,
  type,
  help,
  unit,
  suffixes: [],
  labels: [],
  values: [],
  atMs: [],
});

const put = (group: Group, suffix: string, labels: string, value: number, atMs: number): void => {
  group.suffixes.push(suffix);
  group.labels.push(labels);
  group.values.push(value);
  group.atMs.push(atMs);
};

/** Each sample name a family of its own, that says nothing of its type: so no name has to change. */
const untyped = (groups: Iterable<Group>): readonly Group[] => {
  const byName = new Map<string, Group>();
  for (const { name, help, suffixes, labels, values, atMs } of groups) {
    for (const [place, suffix] of suffixes.entries()) {
      const full = `${name}${suffix}`;
      const known = byName.get(full) ?? newGroup(full, "unknown", help, undefined);
      byName.set(full, known);
      put(known, "", labels[place] ?? "", values[place] ?? Number.NaN, atMs[place] ?? 0);
    }
  }
  return [...byName.values()];
};

const unique = (group: Group): readonly [kept: Group, twice: number] => {
  const seen = new Set<string>();
  const kept = newGroup(group.name, group.type, group.help, group.unit);
  for (const [place, labels] of group.labels.entries()) {
    const suffix = group.suffixes[place] ?? "";
    const key = `${suffix}${labels}`;
    if (seen.has(key)) continue;
    seen.add(key);
    put(kept, suffix, labels, group.values[place] ?? Number.NaN, group.atMs[place] ?? 0);
  }
  return [kept, group.labels.length - kept.labels.length];
};

const conflictsTold = 10;

const openGroups = () => {
  const groups = new Map<string, Group>();
  const groupOf = (family: AppFamily): Group => {
    const name = exposedName(family);
    const key = `${family.kind} ${name}`;
    const known = groups.get(key) ?? newGroup(name, family.kind, family.help ?? "", family.unit);
    groups.set(key, known);
    if (known.help === "") known.help = family.help ?? "";
    return known;
  };

  const addFamily = (family: AppFamily, owner: readonly LabelPair[], ownerText: string): void => {
    const group = groupOf(family);
    const reserved = reservedLabel(family);
    for (const sample of family.samples) {
      const own = ownLabels(owner, sample.labels, reserved)
        .map(([name, value]) => `,${labelText(name, value)}`)
        .join("");
      for (const { suffix, label, value } of linesOf(sample)) {
        const last = label === undefined ? "" : `,${labelText(...label)}`;
        put(group, suffix, `{${ownerText}${own}${last}}`, value, sample.atMs);
      }
    }
  };
  return { groups, addFamily };
};

/**
 * Apps' own metrics of a snapshot in Prometheus' terms: families of one name and type are one, whichever target they are
 * of, told apart by labels. Pure.
 */
export const appSeriesOf = (entries: readonly Entry[]): AppSeries => {
  const { groups, addFamily } = openGroups();
  for (const { resource, families } of entries) {
    if (resource.scope !== "target" || families === undefined) continue;
    const owner = ownerLabels(resource);
    const ownerText = owner.map(([name, value]) => labelText(name, value)).join(",");
    for (const family of families) addFamily(family, owner, ownerText);
  }
  const conflicts = inConflict(groups.values());
  const typed = [...groups.values()].filter((group) => !conflicts.has(group));
  const told = [...conflicts].slice(0, conflictsTold);
  const problems = told.map(({ name, type }) => problem("app-types-differ", name, type));
  let twice = 0;
  const families = [...typed, ...untyped(conflicts)].flatMap((group) => {
    const [kept, more] = unique(group);
    twice += more;
    return kept.labels.length === 0 ? [] : [kept];
  });
  if (twice > 0) problems.push(problem("app-series-twice", "apps", `${twice} of them`));
  return { families, problems };
};
