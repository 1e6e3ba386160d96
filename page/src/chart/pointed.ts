import { nearest } from "./cursor.ts";
import type { Layout } from "./layout.ts";
import type { Merged } from "./merge.ts";
import { placeOf } from "./scale.ts";

/** The cursor over a canvas: a line, and a dot on each of the chart's lines. Moving it draws nothing anew. */
export interface Pointed {
  /** Undefined, or a time that is not shown: nowhere. */
  at(atMs: number | undefined, shown: Merged, layout: Layout): void;
}

const put = (element: HTMLElement, x: number, y: number): void => {
  element.hidden = false;
  element.style.transform = `translate(${x}px, ${y}px)`;
};

export const createPointed = (target: HTMLElement): Pointed => {
  const add = (name: string): HTMLElement => {
    const element = document.createElement("i");
    element.className = name;
    element.hidden = true;
    return target.appendChild(element);
  };
  const line = add("cursor-line");
  const dots: HTMLElement[] = [];

  const hide = (): void => {
    for (const element of [line, ...dots]) element.hidden = true;
  };

  const putDot = (place: number, x: number, y: number): void => {
    const dot = dots[place] ?? add("cursor-dot swatch");
    dots[place] = dot;
    dot.dataset.series = `${(place % 8) + 1}`;
    put(dot, x, y);
  };

  return {
    at: (atMs, { times, mean }, { x, y }) => {
      hide();
      if (atMs === undefined || atMs < x.from || atMs > x.to) return;
      put(line, Math.round(placeOf(x, atMs)), 0);
      const at = nearest(times, atMs);
      mean.forEach((column, place) => {
        const value = column[at] ?? null;
        if (value !== null) putDot(place, placeOf(x, times[at] ?? 0), placeOf(y, value));
      });
    },
  };
};
