/**
 * Up to this many lines all are in the document, so that the browser's own search and screen readers find them. Each of
 * them is painted anew every second: 250 take more than a frame may.
 */
const wholeUpTo = 100;

export interface Window {
  /** In sight, or nearly. */
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  /** Pixels that stand for the lines before and behind. */
  readonly beforePx: number;
  readonly afterPx: number;
}

/** Lines in sight and some around them. `heights` in pixels, by line. */
export const windowOf = (heights: readonly number[], scrolledPx: number, sightPx: number): Window => {
  const around = sightPx / 2;
  let [first, beforePx] = [0, 0];
  while (first < heights.length && beforePx + (heights[first] ?? 0) < scrolledPx - around) {
    beforePx += heights[first] ?? 0;
    first += 1;
  }
  let [end, seenPx] = [first, beforePx];
  while (end < heights.length && seenPx < scrolledPx + sightPx + around) {
    seenPx += heights[end] ?? 0;
    end += 1;
  }
  const afterPx = heights.slice(end).reduce((sum, height) => sum + height, 0);
  return { first, end, beforePx, afterPx };
};

/** Lines that are in the document. */
export const documentOf = (window: Window, lines: number): Window =>
  lines <= wholeUpTo ? { first: 0, end: lines, beforePx: 0, afterPx: 0 } : window;
