import {
  openMetricsContentType,
  textContentType,
  type WrittenFamily,
  writeOpenMetrics,
  writeText,
} from "../../formats/prometheus-text/exposition.ts";
import type { Form } from "../../model/place.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Rendering } from "../../ports/output.ts";
import type { Problem } from "../../problems/problem.ts";
import { openClashes } from "./clashes.ts";
import { isInternal } from "./internal.ts";
import { ownerOf } from "./owner.ts";
import type { Plan } from "./plan.ts";
import { relate } from "./relations.ts";
import type { Variant } from "./variant.ts";
import { openWriting, type Writing } from "./writing.ts";

const familiesOf = ({ written }: Writing, variant: Variant): readonly WrittenFamily[] =>
  written
    .filter(({ block }) => block.labels.length > 0)
    .map(({ family: { name, heads, stamped }, block: { labels, values, atMs } }) => ({
      head: heads[variant],
      name,
      labels,
      values,
      atMs: stamped ? atMs : undefined,
    }));

/** An agent that sees several tasks serves a whole host, also where its environment does not say so: managed daemons. */
const formOf = ({ form, entries }: Snapshot): Form => {
  const tasks = entries.reduce((count, { resource }) => count + (resource.scope === "task" ? 1 : 0), 0);
  return form === "daemon" || tasks < 2 ? form : "managed-daemon";
};

/** The whole exposition of a snapshot. Pure: the same snapshot and plan give the same text. */
export const render = (plan: Plan, snapshot: Snapshot, variant: Variant): Rendering => {
  const relations = relate(snapshot, plan.rows);
  const entries = plan.showInternal
    ? snapshot.entries
    : snapshot.entries.filter(({ resource }) => !isInternal(resource));
  const form = formOf(snapshot);
  const families: WrittenFamily[] = [];
  const problems: Problem[] = [];
  for (const { dialect, families: planned } of plan.dialects) {
    const clashes = openClashes(dialect.name);
    const writing = openWriting(planned, snapshot, relations, clashes.found);
    for (const entry of entries) {
      const owner = ownerOf(entry.resource, dialect, form, plan.extra);
      clashes.claim(owner);
      writing.write(owner, entry);
    }
    families.push(...familiesOf(writing, variant));
    problems.push(...clashes.problems());
  }
  return variant === "openmetrics-1.0.0"
    ? { contentType: openMetricsContentType, body: writeOpenMetrics(families), problems }
    : { contentType: textContentType, body: writeText(families), problems };
};
