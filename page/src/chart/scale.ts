/** Figures from `from` to `to` along the canvas from `start` to `end` (CSS pixels; `end` is above `start` for figures). */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export const placeOf = ({ from, to, start, end }: Scale, value: number): number =>
  start + ((value - from) / (to - from)) * (end - start);

export const valueAt = ({ from, to, start, end }: Scale, place: number): number =>
  from + ((place - start) / (end - start)) * (to - from);
