import { Boundary } from "../parts/boundary.tsx";
import { later } from "../parts/later.tsx";
import type { AppsProps } from "./apps-view.tsx";

const Loaded = later<AppsProps>(async () => (await import("./apps-view.tsx")).AppsView);

/** What the app of a container, or the apps of a task's containers, tell of themselves. */
export const Apps = (props: AppsProps) => (
  <Boundary>
    <Loaded {...props} />
  </Boundary>
);
