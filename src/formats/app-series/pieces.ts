import type { FamilyOfSeries } from "../prometheus-series/series.ts";
import type { AppFamilySeries } from "./app-series.ts";

interface Piece {
  readonly labels: string[];
  readonly values: number[];
  readonly atMs: number[];
}

/** States and what an app is are no samples: they last. */
export const isSampled = ({ type }: Pick<AppFamilySeries, "type">): boolean => type !== "info" && type !== "state-set";

const piecesOf = (family: AppFamilySeries): readonly FamilyOfSeries[] => {
  const pieces = new Map<string, Piece>();
  for (const [place, suffix] of family.suffixes.entries()) {
    const piece = pieces.get(suffix) ?? { labels: [], values: [], atMs: [] };
    pieces.set(suffix, piece);
    piece.labels.push(family.labels[place] ?? "");
    piece.values.push(family.values[place] ?? Number.NaN);
    piece.atMs.push(family.atMs[place] ?? 0);
  }
  const { name, type, help, unit } = family;
  const sampled = isSampled(family);
  return Array.from(pieces, ([suffix, piece]) => ({
    family: { name: `${name}${suffix}`, type, help, unit, sampled, ofApp: true },
    ...piece,
  }));
};

/** Apps' families with a family for each name that their series have: where a series stands by itself. */
export const piecesOfApps = (families: readonly AppFamilySeries[]): readonly FamilyOfSeries[] =>
  families.flatMap(piecesOf);
