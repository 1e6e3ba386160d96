/** Value of a custom property right now: canvases do not follow the style sheet by themselves. */
export const ink = (property: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(property).trim();

const seriesInks = 8;

export const seriesInk = (place: number): string => `--series-${(place % seriesInks) + 1}`;

/** A colour of six hexadecimal digits, see-through. */
export const faded = (colour: string, share: number): string =>
  `${colour}${Math.round(share * 255)
    .toString(16)
    .padStart(2, "0")}`;

/** For the texts on a canvas. */
export const face = (): string => `11px ${ink("--face")}`;
