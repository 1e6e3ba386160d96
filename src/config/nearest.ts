import { distance } from "fastest-levenshtein";

/** `TASKVITALS_LOG_LEVEL`, `log.level` and `logLevel` are the same words. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

/** `warning` and `warn`. */
const beginAlike = (one: string, other: string): boolean => {
  const [short = "", long = ""] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length);
  return short.length >= 3 && long.startsWith(short);
};

interface Candidate {
  readonly name: string;
  readonly distance: number;
}

const closer = (one: Candidate, other: Candidate): number => one.distance - other.distance;

/** The nearest of some names, when it is near enough to be meant: a few letters off, some words left out, or cut short. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const candidates = names
    .map((known): Candidate => ({ name: known, distance: distance(name.toLowerCase(), known.toLowerCase()) }))
    .sort(closer);
  const [best] = candidates;
  if (best === undefined || best.distance <= 1) return best?.name;
  const words = wordsOf(name);
  const akin = candidates.find((candidate) => {
    const known = wordsOf(candidate.name);
    const wordsLeftOut = words.length > 0 && words.every((word) => known.includes(word));
    return wordsLeftOut || beginAlike(name, candidate.name);
  });
  if (akin !== undefined) return akin.name;
  const tolerance = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  return best.distance <= tolerance ? best.name : undefined;
};
