import { catalogue } from "../catalogue/catalogue.ts";
import { steps } from "./derivation-steps.ts";
import { openFamilyRates } from "./family-rates.ts";
import { openRates, type Rates } from "./rates.ts";
import { addRatios } from "./ratios.ts";
import type { Reception } from "./reception.ts";
import type { Draft } from "./recorder.ts";
import { openSums } from "./sums.ts";
import { add, groupsOf, type Indexed, indexOf, pointsOf } from "./task-groups.ts";
import { addTotals } from "./task-totals.ts";

/** Works out what follows from the recorded points and adds it to them, as the catalogue's derivations say. */
export type Derive = (drafts: ReadonlyMap<string, Draft>, reception: Reception) => void;

/** Gives every counter its change per second. */
const rateCounters = ({ resource, points }: Draft, rates: Rates): void => {
  for (const point of points) {
    if (catalogue[point.metric].kind !== "counter") continue;
    const rate = rates.of(resource.key, point);
    if (rate !== undefined) point.perSecond = rate.perSecond;
  }
};

/** Adds the gauges that are a counter's change per second. */
const addRates = (indexed: Indexed): void => {
  for (const { metric, of } of steps.rate) {
    if (catalogue[metric].scope !== indexed.draft.resource.scope) continue;
    for (const { perSecond, attributes, atMs } of pointsOf(indexed, of)) {
      if (perSecond !== undefined) add(indexed, { metric, value: perSecond, attributes, atMs });
    }
  }
};

export const openDerive = (): Derive => {
  const rates = openRates();
  const families = openFamilyRates();
  const sums = openSums();
  return (drafts, reception) => {
    rates.begin(reception);
    families.begin(reception);
    sums.begin(reception.elapsedMs);
    const all = new Map<string, Indexed>();
    for (const [key, draft] of drafts) {
      rateCounters(draft, rates);
      if (draft.families !== undefined) draft.families = families.of(key, draft.families);
      all.set(key, indexOf(draft));
    }
    // A task's totals take its containers' rates, a container's ratios may take its task's totals.
    for (const indexed of all.values()) addRates(indexed);
    for (const group of groupsOf(all)) addTotals(group, sums, reception.nowMs);
    for (const indexed of all.values()) addRatios(indexed, all);
  };
};
