import { catalogue } from "../catalogue/catalogue.ts";
import { steps } from "./derivation-steps.ts";
import { openRates, type Rates } from "./rates.ts";
import { addRatios } from "./ratios.ts";
import type { Reception } from "./reception.ts";
import type { Draft } from "./recorder.ts";
import { openSums } from "./sums.ts";
import { add, groupsOf, type Indexed, indexOf, pointsOf } from "./task-groups.ts";
import { addTotals } from "./task-totals.ts";

/** Works out what follows from the recorded points and adds it to them, as the catalogue's derivations say. */
export type Derive = (drafts: ReadonlyMap<string, Draft>, reception: Reception) => void;

const addRates = (indexed: Indexed, rates: Rates): void => {
  const { resource } = indexed.draft;
  for (const { metric, of } of steps.rate) {
    if (catalogue[metric].scope !== resource.scope) continue;
    for (const point of pointsOf(indexed, of)) {
      const rate = rates.of(resource.key, point);
      if (rate === undefined) continue;
      add(indexed, { metric, value: rate.perSecond, attributes: point.attributes, atMs: rate.atMs });
    }
  }
};

/** Gives every counter its rate, for outputs and readers that want changes. */
const addPerSecond = ({ resource, points }: Draft, rates: Rates): void => {
  for (const [place, point] of points.entries()) {
    if (catalogue[point.metric].kind !== "counter") continue;
    const rate = rates.of(resource.key, point);
    if (rate !== undefined) points[place] = { ...point, perSecond: rate.perSecond };
  }
};

export const openDerive = (): Derive => {
  const rates = openRates();
  const sums = openSums();
  return (drafts, reception) => {
    rates.begin(reception);
    sums.begin(reception.elapsedMs);
    const all = new Map<string, Indexed>();
    for (const [key, draft] of drafts) all.set(key, indexOf(draft));
    // A task's totals take its containers' rates, a container's ratios may take its task's totals.
    for (const indexed of all.values()) addRates(indexed, rates);
    for (const group of groupsOf(all)) addTotals(group, sums, reception.nowMs);
    for (const indexed of all.values()) addRatios(indexed, all);
    for (const draft of drafts.values()) addPerSecond(draft, rates);
  };
};
