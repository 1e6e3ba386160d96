import type { Scale } from "./scale.ts";

export interface Ticks {
  readonly step: number;
  readonly at: readonly number[];
}

/** The shortest of 1, 2, 2.5 and 5 times a power of ten that is as long as this. */
const decimalStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5].find((step) => step * power >= least) ?? 10);
};

/** Whole multiples of the shortest step that keeps them `apart` pixels from each other. `steps`: only these, ascending. */
export const ticksOf = ({ from, to, start, end }: Scale, apart: number, steps?: readonly number[]): Ticks => {
  const least = (apart * (to - from)) / Math.abs(end - start);
  const step = steps === undefined ? decimalStep(least) : (steps.find((it) => it >= least) ?? steps.at(-1) ?? least);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return { step, at: Array.from({ length: count }, (_, i) => (first + i) * step) };
};
