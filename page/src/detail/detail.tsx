import { later } from "../parts/later.tsx";

/** A task or a container. With uPlot, it is the larger half of the page's code. */
export const Detail = later(async () => (await import("./detail-view.tsx")).DetailView);
