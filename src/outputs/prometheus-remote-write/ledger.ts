import type { SeriesFamily } from "../../formats/prometheus-series/plan.ts";
import type { FamilyOfSeries } from "../../formats/prometheus-series/series.ts";
import { stale } from "../../formats/remote-write/sample.ts";
import type { Item, Series } from "./item.ts";

/** A series and the last sample of it that was put up for delivery. */
interface Told {
  readonly series: Series;
  readonly value: number | typeof stale;
  readonly atMs: number;
}

/** What the receiver has been told, by family and labels: what is news, and what has ended, follows from it. */
export interface Ledger {
  /** Time of the snapshot it is true of. */
  readonly takenAtMs: number;
  readonly families: ReadonlyMap<string, ReadonlyMap<string, Told>>;
}

export const emptyLedger: Ledger = { takenAtMs: Number.NEGATIVE_INFINITY, families: new Map() };

export interface NewsRules {
  /**
   * When this process began. Of its own snapshots, samples that are older are left to the agent that was here before it:
   * a receiver refuses a whole request for one sample that it has, or that is older than a stale marker.
   */
  readonly startedMs: number;
  /** An unchanged value that is no sample is repeated after this. */
  readonly repeatMs: number;
}

/** A series that ended is remembered this long, so that a late sample from before the end is not sent. */
const rememberEndedMs = 60_000;

/** In the making: the ledger after a snapshot, and what there is to say. */
interface Page {
  readonly takenAtMs: number;
  readonly families: Map<string, Map<string, Told>>;
  readonly items: Item[];
}

type Families = Ledger["families"];

const tell = (page: Page, told: Map<string, Told>, { series, value, atMs }: Told): void => {
  told.set(series.labels, { series, value, atMs });
  page.items.push({ route: "samples", series, value, atMs });
};

interface Candidate {
  readonly sampled: boolean;
  readonly value: number;
  readonly atMs: number;
}

const isNews = ({ sampled, value, atMs }: Candidate, last: Told | undefined, page: Page, rules: NewsRules): boolean => {
  if (last === undefined) return !sampled || page.takenAtMs < rules.startedMs || atMs >= rules.startedMs;
  if (atMs <= last.atMs) return false;
  return sampled || value !== last.value || atMs - last.atMs >= rules.repeatMs;
};

/** An app's own family may have the name of one of ours, and is another one all the same. */
const keyOf = ({ name, ofApp }: SeriesFamily): string => (ofApp === true ? `app ${name}` : name);

const writeFamily = (
  page: Page,
  { family, labels, values, atMs }: FamilyOfSeries,
  known: Families,
  rules: NewsRules,
): void => {
  const { sampled } = family;
  const key = keyOf(family);
  const lasts = known.get(key);
  const told = new Map<string, Told>();
  page.families.set(key, told);
  for (const [place, text] of labels.entries()) {
    const last = lasts?.get(text);
    const sampleMs = Math.round((sampled ? atMs[place] : undefined) ?? page.takenAtMs);
    const candidate = { sampled, value: values[place] ?? 0, atMs: sampleMs };
    if (isNews(candidate, last, page, rules))
      tell(page, told, { ...candidate, series: last?.series ?? { family, labels: text } });
    else if (last !== undefined) told.set(text, last);
  }
};

/** The stale marker of a series: never older than its last sample. */
const ended = ({ series, atMs }: Told, nowMs: number): Told => ({
  series,
  value: stale,
  atMs: Math.max(Math.round(nowMs), atMs + 1),
});

const endFamily = (page: Page, key: string, known: ReadonlyMap<string, Told>): void => {
  const told = page.families.get(key) ?? new Map<string, Told>();
  page.families.set(key, told);
  for (const [text, last] of known) {
    if (told.has(text)) continue;
    if (last.value !== stale) tell(page, told, ended(last, page.takenAtMs));
    else if (page.takenAtMs - last.atMs < rememberEndedMs) told.set(text, last);
  }
  if (told.size === 0) page.families.delete(key);
};

export interface Advance {
  readonly ledger: Ledger;
  /** In the order of the families; the stale markers last. */
  readonly items: readonly Item[];
}

/**
 * Goes on from one snapshot to the next: the samples that are newer than what was told, and a stale marker for each series
 * that is no more. A snapshot older than the last one (the clock was set back) starts a new ledger. Pure.
 */
export const advance = (
  ledger: Ledger,
  families: readonly FamilyOfSeries[],
  takenAtMs: number,
  rules: NewsRules,
): Advance => {
  const { families: known } = takenAtMs < ledger.takenAtMs ? emptyLedger : ledger;
  const page: Page = { takenAtMs, families: new Map(), items: [] };
  for (const family of families) writeFamily(page, family, known, rules);
  for (const [key, lasts] of known) endFamily(page, key, lasts);
  return { ledger: { takenAtMs, families: page.families }, items: page.items };
};

/** A stale marker for every series that lives. */
export const endAll = ({ families }: Ledger, nowMs: number): readonly Item[] =>
  [...families.values()].flatMap((told) =>
    [...told.values()]
      .filter(({ value }) => value !== stale)
      .map((last): Item => ({ route: "samples", ...ended(last, nowMs) })),
  );
