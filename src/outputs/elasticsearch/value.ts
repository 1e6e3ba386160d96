import type {
  ElasticDockerStatus,
  ElasticField,
  ElasticSource,
  ElasticType,
  ElasticValue,
} from "../../catalogue/names/elastic-field.ts";
import type { Attributes } from "../../model/point.ts";
import { dockerStatus } from "./docker-status.ts";
import type { Json } from "./item.ts";
import { amountOf, having, ofInterface, type Subject, type View } from "./view.ts";

const first = (subject: Subject, sources: readonly ElasticSource[]): number | undefined => {
  for (const source of sources) {
    const amount = amountOf(subject, source);
    if (amount !== undefined) return amount;
  }
  return undefined;
};

const sum = (subject: Subject, sources: readonly ElasticSource[]): number | undefined => {
  let total = 0;
  for (const source of sources) {
    const amount = amountOf(subject, source);
    if (amount === undefined) return undefined;
    total += amount;
  }
  return total;
};

const quotient = (subject: Subject, of: ElasticSource, over: readonly ElasticSource[]): number | undefined => {
  const dividend = amountOf(subject, of);
  if (dividend === undefined) return undefined;
  for (const source of over) {
    const divisor = amountOf(subject, source);
    if (divisor !== undefined && divisor > 0) return dividend / divisor;
  }
  return undefined;
};

/** The word that is true now. */
const wordOf = (subject: Subject, metric: string, wanted?: Attributes): string | undefined =>
  having(subject.points(metric), wanted).find(({ value }) => value > 0)?.attributes.status;

const countOf = (view: View, metric: string, wanted: Attributes, words: readonly string[] | undefined): number =>
  view.containers.filter((container) => {
    const word = wordOf(container, metric, wanted);
    return word !== undefined && (words === undefined || words.includes(word));
  }).length;

const statusOf = (subject: Subject, view: View, names: ElasticDockerStatus): string | undefined => {
  const status = wordOf(subject, names.status, { type: "known" });
  if (status === undefined) return undefined;
  const started = amountOf(subject, { metric: names.startedSeconds });
  return dockerStatus({
    status,
    health: wordOf(subject, names.health),
    startedMs: started === undefined ? undefined : started * 1000,
    exitCode: amountOf(subject, { metric: names.exitCode }),
    nowMs: view.takenAtMs,
  });
};

/** Later, or earlier, than a date can be. */
const farthestMs = 8.64e15;

export const dateText = (ms: number): string | undefined =>
  Math.abs(ms) > farthestMs ? undefined : new Date(ms).toISOString();

const times = (amount: number | undefined, factor: number): number | undefined =>
  amount === undefined ? undefined : amount * factor;

const raw = (subject: Subject, view: View, value: ElasticValue): string | number | undefined => {
  if ("first" in value) return times(first(subject, value.first), value.times ?? 1);
  if ("sum" in value) return sum(subject, value.sum);
  if ("of" in value) return quotient(subject, value.of, value.over);
  if ("count" in value) return countOf(view, value.count, value.having, value.words);
  if ("dockerStatus" in value) return statusOf(subject, view, value.dockerStatus);
  if ("word" in value) {
    const word = wordOf(subject, value.word, value.having);
    return value.lowerCase ? word?.toLowerCase() : word;
  }
  const seconds = amountOf(subject, { metric: value.date });
  return seconds === undefined ? undefined : dateText(seconds * 1000);
};

/** As the field's type takes it. No NaN or infinity, which JSON cannot say; whole numbers where they are whole. */
const typed = (value: string | number | undefined, type: ElasticType): Json | undefined => {
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value)) return undefined;
  if (type !== "long") return value;
  const whole = Math.round(value);
  return Number.isSafeInteger(whole) ? whole : undefined;
};

const placeholder = "{interface}";

/** A name that may stand between the dots of a field's name. */
const namePart = (text: string): string => text.trim().toWellFormed().replaceAll(".", "_");

const interfaces = (subject: Subject, value: ElasticValue): ReadonlySet<string> => {
  const metric = "first" in value ? value.first[0]?.metric : undefined;
  const points = metric === undefined ? [] : subject.points(metric);
  return new Set(points.flatMap(({ attributes }) => (attributes.interface ? [attributes.interface] : [])));
};

/** Adds the field's value under its name, or nothing while it is unknown. */
export const addField = (into: Map<string, Json>, field: ElasticField, subject: Subject, view: View): void => {
  if (!field.name.includes(placeholder)) {
    const value = typed(raw(subject, view, field.value), field.type);
    if (value !== undefined) into.set(field.name, value);
    return;
  }
  for (const name of interfaces(subject, field.value)) {
    const part = namePart(name);
    const value = typed(raw(ofInterface(subject, name), view, field.value), field.type);
    if (value !== undefined && part !== "") into.set(field.name.replace(placeholder, part), value);
  }
};
