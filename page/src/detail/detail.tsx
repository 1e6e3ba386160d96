import { later } from "../parts/later.tsx";

/** A task or a container, with the charts. */
export const Detail = later(async () => (await import("./detail-view.tsx")).DetailView);
