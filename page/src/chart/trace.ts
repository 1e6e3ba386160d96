import type { Figure } from "./columns.ts";

/** What a path is drawn with: a canvas's context or a Path2D. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Places from `from` up to, not including, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where figures are known without a gap between them. */
export const stretchesOf = (values: readonly Figure[]): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let from = -1;
  for (let at = 0; at <= values.length; at += 1) {
    const known = at < values.length && values[at] !== null;
    if (known && from < 0) from = at;
    if (known || from < 0) continue;
    stretches.push({ from, to: at });
    from = -1;
  }
  return stretches;
};

export const traceLine = (
  pen: Pen,
  { from, to }: Stretch,
  x: (at: number) => number,
  y: (at: number) => number,
): void => {
  pen.moveTo(x(from), y(from));
  for (let at = from + 1; at < to; at += 1) pen.lineTo(x(at), y(at));
};

/** Round the area between two lines: along the one, back along the other. */
export const traceBand = (
  pen: Pen,
  stretch: Stretch,
  x: (at: number) => number,
  upper: (at: number) => number,
  lower: (at: number) => number,
): void => {
  traceLine(pen, stretch, x, upper);
  for (let at = stretch.to - 1; at >= stretch.from; at -= 1) pen.lineTo(x(at), lower(at));
};
