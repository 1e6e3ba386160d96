import { isInternal } from "../../model/internal-container.ts";
import { type Resource, selfResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { type Gathering, openGathering } from "./gathering.ts";
import type { SeriesItem } from "./item.ts";
import type { Plan, PlannedDialect, PlannedRow } from "./plan.ts";
import type { ResourceTags } from "./resource-tags.ts";
import { type View, viewsOf } from "./view.ts";

/** What the selection goes by. */
export interface Telling {
  readonly plan: Plan;
  readonly tags: ResourceTags;
  /** Whether the containers that ECS itself adds have figures. */
  readonly showInternal: boolean;
  /** The agent is a part of the one task it sees: what it tells of itself is the task's. A daemon's is the host's. */
  readonly isSidecar: boolean;
}

export const isShown = (resource: Resource, { showInternal }: Telling): boolean =>
  showInternal || resource.scope !== "container" || !isInternal(resource.container);

const hasFigures = ({ dialect: { beside } }: PlannedDialect, view: View): boolean =>
  view.resource.scope !== "container" || beside === undefined || view.points(beside).length > 0;

/** The resource whose tags the agent's own figures have. */
export const ownResource = ({ isSidecar }: Telling, { entries }: Snapshot): Resource => {
  const tasks = entries.filter(({ resource }) => resource.scope === "task");
  const [only] = tasks;
  return isSidecar && only !== undefined && tasks.length === 1 ? only.resource : selfResource;
};

const tagsOf = (
  { tags: resourceTags }: Telling,
  { dialect }: PlannedDialect,
  owner: Resource,
): ((figure: Figure, row: PlannedRow["row"]) => string) => {
  const own = resourceTags.of(dialect, owner);
  const shared = owner.scope === "task" ? resourceTags.shared(dialect, owner.task) : own;
  return (figure, { take }) => {
    if (take === "host-total") return resourceTags.everywhere;
    const tags = figure.shared ? shared : own;
    return figure.tags.length === 0 ? tags : [...(tags === "" ? [] : [tags]), ...figure.tags].join(",");
  };
};

const gather = (into: Gathering, telling: Telling, view: View, owner: Resource, nowMs: number): void => {
  for (const planned of telling.plan.of(owner)) {
    if (!hasFigures(planned, view)) continue;
    const tags = tagsOf(telling, planned, owner);
    for (const { family, row } of planned.rows.get(view.resource.scope) ?? []) {
      for (const figure of figuresOf(row, view, nowMs)) {
        into.add(figure, {
          metric: family.name,
          tags: tags(figure, row),
          unit: planned.tellsUnits && !family.unit.includes("/") && family.unit !== "" ? family.unit : undefined,
          together: family.together ?? "sum",
        });
      }
    }
  }
};

/** Every series' point of one snapshot. */
export const seriesOf = (telling: Telling, snapshot: Snapshot): readonly SeriesItem[] => {
  const gathering = openGathering();
  const own = ownResource(telling, snapshot);
  for (const view of viewsOf(snapshot)) {
    const owner = view.resource.scope === "self" ? own : view.resource;
    if (isShown(owner, telling)) gather(gathering, telling, view, owner, snapshot.takenAtMs);
  }
  return gathering.items();
};
