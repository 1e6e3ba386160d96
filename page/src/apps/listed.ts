import type { AppTarget } from "../../../src/web/api/contract.ts";
import { attributesText, matches } from "../parts/matching.ts";
import { type Family, isMoment } from "./family.ts";

/** A family of one target, with those of its series that the filter leaves. */
export interface Listed {
  /** Of all that are listed. */
  readonly key: string;
  readonly target: AppTarget;
  readonly family: Family;
}

/** What the runtime or the client library says of itself, in every app alike. */
const ofRuntime = /^(go|process|promhttp|python|jvm|nodejs|ruby|php|dotnet|scrape)_/;

/** The app's own first, each part in the app's order. */
const inOrder = (families: readonly Family[]): readonly Family[] => [
  ...families.filter(({ name }) => !ofRuntime.test(name)),
  ...families.filter(({ name }) => ofRuntime.test(name)),
];

/** Every word of the filter is in what stands at a series: app, container, name, help, kind or labels. */
export const listed = (targets: readonly AppTarget[], filter: string): readonly Listed[] =>
  targets.flatMap((target) =>
    inOrder(target.families).flatMap((family) => {
      const { name, kind, help = "" } = family;
      const head = [target.name, target.containerName, kind === "counter" ? `${name}_total` : name, help, kind];
      const samples =
        filter === ""
          ? family.samples
          : family.samples.filter(({ labels }) => matches(filter, [...head, attributesText(labels)]));
      if (samples.length === 0) return [];
      return [{ key: `${target.key} ${kind} ${name}`, target, family: { ...family, samples } }];
    }),
  );

/** Longer names have no place in an address. */
const lettersAtMost = 200;
const pickedAtMost = 12;
const firstFew = 3;

/** A moment does not move, and an info has no figure. */
export const canBeDrawn = (family: Pick<Family, "name" | "kind">): boolean =>
  family.kind !== "info" && !isMoment(family) && family.name !== "" && family.name.length <= lettersAtMost;

/**
 * Names of the families that are drawn: those that the address names, as far as they are here. It names none, or none of
 * these: the first few. An empty list in the address is nobody's choice but the person's.
 */
export const drawnNames = (all: readonly Listed[], wanted: readonly string[] | undefined): readonly string[] => {
  const names = [...new Set(all.flatMap(({ family }) => (canBeDrawn(family) ? [family.name] : [])))];
  if (wanted?.length === 0) return [];
  const here = wanted?.filter((name) => names.includes(name)) ?? [];
  return here.length > 0 ? here.slice(-pickedAtMost) : names.slice(0, firstFew);
};

/** What the address is to name after one more, or one less; those of other containers stay in it. */
export const toggled = (
  name: string,
  drawn: readonly string[],
  wanted: readonly string[] | undefined = [],
): readonly string[] => {
  const elsewhere = wanted.filter((one) => !drawn.includes(one) && one !== name);
  const here = drawn.includes(name) ? drawn.filter((one) => one !== name) : [...drawn, name];
  return here.length === 0 ? [] : [...elsewhere, ...here].slice(-pickedAtMost);
};
