import { dialects } from "../../catalogue/names/dialects.ts";
import type { AppFamily, AppHistogram, AppSummary, AppValue } from "../../model/app-family.ts";
import { present } from "../../model/present.ts";
import type { TargetResource } from "../../model/resource.ts";
import type { Entry, Snapshot } from "../../model/snapshot.ts";
import type { Item } from "./item.ts";

/** Docker's log drivers cut lines at 16 KiB; so many samples with some labels stay below. */
const samplesInLine = 20;

const byKey = <Part>(parts: readonly Part[], pair: (part: Part) => readonly [number, number]) =>
  Object.fromEntries(parts.map(pair));

type Sample = AppValue | AppHistogram | AppSummary;

const grown = (sample: AppHistogram | AppSummary): object | undefined =>
  sample.growth === undefined
    ? undefined
    : present({ seconds: sample.growth.overMs / 1000, count: sample.growth.count, sum: sample.growth.sum });

const sampleText = (sample: Sample): object => {
  const labels = Object.keys(sample.labels).length === 0 ? undefined : sample.labels;
  if ("buckets" in sample) {
    const buckets = byKey(sample.buckets, ({ upperBound, count }) => [upperBound, count]);
    return present({ labels, count: sample.count, sum: sample.sum, buckets, gained: grown(sample) });
  }
  if ("quantiles" in sample) {
    const quantiles = byKey(sample.quantiles, ({ quantile, value }) => [quantile, value]);
    return present({ labels, count: sample.count, sum: sample.sum, quantiles, gained: grown(sample) });
  }
  return present({ labels, value: sample.value, per_second: sample.perSecond });
};

const ownerOf = (resource: TargetResource, form: Snapshot["form"]): object => {
  const labels = dialects.taskvitals.labelsOf(resource, form).filter(([, value]) => value !== "");
  const { task, container, target } = resource;
  return {
    scope: "target",
    ...Object.fromEntries(labels),
    ...present({
      task_arn: task?.arn,
      docker_id: container.id === "" ? undefined : container.id,
      image: container.image,
      tags: target.tags,
    }),
  };
};

const timeText = (atMs: number): string => new Date(Math.round(atMs)).toISOString();

const chunks = (samples: readonly Sample[]): readonly (readonly Sample[])[] =>
  Array.from({ length: Math.ceil(samples.length / samplesInLine) }, (_, place) =>
    samples.slice(place * samplesInLine, (place + 1) * samplesInLine),
  );

const familyLines = ({ name, kind, unit, samples }: AppFamily, owner: object, takenAtMs: number): readonly Item[] =>
  chunks(samples).map((some): Item => {
    const sampledMs = Math.max(...some.map(({ atMs }) => atMs));
    const times = { timestamp: timeText(takenAtMs), sampled_at: timeText(sampledMs) };
    const app = present({ name, type: kind, unit, samples: some.map(sampleText) });
    return { route: "lines", atMs: takenAtMs, line: { ...times, ...owner, app } };
  });

/** Lines of what an app tells of itself: one for each of its metrics, or more where that has many samples. */
export const appLines = ({ resource, families }: Entry, { form, takenAtMs }: Snapshot): readonly Item[] => {
  if (resource.scope !== "target" || families === undefined) return [];
  const owner = ownerOf(resource, form);
  return families.flatMap((family) => familyLines(family, owner, takenAtMs));
};
