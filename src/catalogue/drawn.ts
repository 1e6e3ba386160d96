import { catalogue, metricIds } from "./catalogue.ts";

const counters: ReadonlySet<string> = new Set(metricIds.filter((id) => catalogue[id].kind === "counter"));

/** Whether it counts on: what is shown of it is its change per second. */
export const isCounter = (metric: string): boolean => counters.has(metric);

/** Neither words, nor points in time, nor how long something took that is over. */
const drawn: ReadonlySet<string> = new Set(
  metricIds.filter((id) => {
    const { kind, unit, lasting } = catalogue[id];
    return kind === "counter" || (kind === "gauge" && !(unit === "s" && lasting === true));
  }),
);

/** Whether a line can be drawn of it. */
export const isDrawn = (metric: string): boolean => drawn.has(metric);
