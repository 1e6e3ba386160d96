/**
 * Up to this many lines all are in the document, so that the browser's own search and screen readers find them. Each of
 * them is painted anew every second: 250 take more than a frame may.
 */
export const wholeUpTo = 100;

export interface Window {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  /** Pixels that stand for the lines before and behind. */
  readonly beforePx: number;
  readonly afterPx: number;
}

/** Lines that are to be in the document: those in sight and some around them. `heights` in pixels, by line. */
export const windowOf = (heights: readonly number[], scrolledPx: number, sightPx: number): Window => {
  if (heights.length <= wholeUpTo) return { first: 0, end: heights.length, beforePx: 0, afterPx: 0 };
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
