import type { Unit } from "../define.ts";

/** What a name ends with, by unit. A count of things ends with nothing: the name says what is counted. */
export const unitWords: Readonly<Partial<Record<Unit, string>>> = {
  By: "bytes",
  s: "seconds",
  "1": "ratio",
  "{vcpu}": "vcpus",
  "{cpu}": "cpus",
};

const words = Object.values(unitWords);

/** The unit that a family's name ends with (before `_total`), as OpenMetrics wants it told. */
export const unitOf = (name: string): string | undefined => {
  const family = name.endsWith("_total") ? name.slice(0, -"_total".length) : name;
  return words.find((word) => family.endsWith(`_${word}`));
};
