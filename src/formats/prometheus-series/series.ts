import { isInternal } from "../../model/internal-container.ts";
import type { Form } from "../../model/place.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Problem } from "../../problems/problem.ts";
import { openClashes } from "./clashes.ts";

import { ownerOf } from "./owner.ts";
import type { SeriesFamily, SeriesPlan } from "./plan.ts";
import { relate } from "./relations.ts";
import { openWriting } from "./writing.ts";

/** The series of one family, in three lists of the same length. */
export interface FamilyOfSeries {
  readonly family: SeriesFamily;
  /** `{name="value",...}` with escaped values, or nothing; no two are the same. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** Sample times in milliseconds since the epoch. */
  readonly atMs: readonly number[];
}

export interface SnapshotSeries {
  /** In the dialects' order, each with one series at least. */
  readonly families: readonly FamilyOfSeries[];
  /** Two containers, one series. */
  readonly problems: readonly Problem[];
}

/** An agent that sees several tasks serves a whole host, also where its environment does not say so: managed daemons. */
const formOf = ({ form, entries }: Snapshot): Form => {
  const tasks = entries.reduce((count, { resource }) => count + (resource.scope === "task" ? 1 : 0), 0);
  return form === "daemon" || tasks < 2 ? form : "managed-daemon";
};

/** The series of a snapshot in Prometheus' terms. Pure: the same snapshot and plan give the same. */
export const seriesOf = (plan: SeriesPlan, snapshot: Snapshot): SnapshotSeries => {
  const relations = relate(snapshot, plan.rows);
  const entries = plan.showInternal
    ? snapshot.entries
    : snapshot.entries.filter(({ resource }) => resource.scope !== "container" || !isInternal(resource.container));
  const form = formOf(snapshot);
  const families: FamilyOfSeries[] = [];
  const problems: Problem[] = [];
  for (const { dialect, families: planned } of plan.dialects) {
    const clashes = openClashes(dialect.name);
    const writing = openWriting(planned, snapshot, relations, clashes.found);
    for (const entry of entries) {
      const owner = ownerOf(entry.resource, dialect, form, plan.extra);
      clashes.claim(owner);
      writing.write(owner, entry);
    }
    for (const { family, block } of writing.written) {
      if (block.labels.length > 0)
        families.push({ family, labels: block.labels, values: block.values, atMs: block.atMs });
    }
    problems.push(...clashes.problems());
  }
  return { families, problems };
};
