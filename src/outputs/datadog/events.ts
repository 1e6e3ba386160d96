import type { Happening, HappeningKind } from "../../model/happening.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import { exitCodeOf } from "./checks.ts";
import type { EventItem } from "./item.ts";
import { isShown, type Telling } from "./series.ts";

/** Docker's words, by which the original's events are known. */
const actions: Readonly<Record<HappeningKind, string>> = {
  started: "start",
  stopped: "die",
  restarted: "restart",
  "out-of-memory": "oom",
  "health-changed": "health_status",
};

/** Characters that an event takes: text and aggregation key (API v1). A title of 100 is shown whole. */
const longestText = 4000;
const longestKey = 100;
const longestTitle = 100;

interface Told {
  readonly happening: Happening;
  readonly container: ContainerIdentity;
  readonly task: TaskIdentity | undefined;
}

export interface EventChoice {
  readonly kinds: readonly HappeningKind[];
  readonly okExitCodes: readonly number[];
}

const alertTypeOf = ({ happening }: Told, okExitCodes: readonly number[]): EventItem["alertType"] => {
  const { kind, facts } = happening;
  if (kind === "out-of-memory") return "error";
  if (kind === "health-changed") return facts.health === "UNHEALTHY" ? "warning" : "info";
  const code = exitCodeOf(happening);
  return code !== undefined && !okExitCodes.includes(code) ? "error" : "info";
};

const gravest = (types: readonly EventItem["alertType"][]): EventItem["alertType"] =>
  (["error", "warning"] as const).find((type) => types.includes(type)) ?? "info";

const lineOf = ({ happening: { kind, facts }, container, task }: Told): string => {
  const of = task === undefined ? "" : ` of task ${task.family}:${task.revision} (${task.id})`;
  const detail = [
    facts.exit_code === undefined ? "" : `, exit code ${facts.exit_code}`,
    facts.health === undefined ? "" : `, ${facts.health.toLowerCase()}`,
  ].join("");
  return `- **${actions[kind]}** ${container.name}${of}${detail}`;
};

const textOf = (told: readonly Told[]): string => {
  const begin = "%%%\n";
  const end = "\n%%%";
  const lines = told.map(lineOf);
  const more = (left: number): string => (left === 0 ? "" : `\n- and ${left} more`);
  const text = (count: number): string =>
    `${begin}${lines.slice(0, count).join("\n")}${more(lines.length - count)}${end}`;
  for (let count = lines.length; count > 0; count--) {
    const whole = text(count);
    if (whole.length <= longestText) return whole;
  }
  return text(0);
};

const titleOf = (image: string, told: readonly Told[]): string => {
  const counts = new Map<string, number>();
  for (const { happening } of told) {
    const action = actions[happening.kind];
    counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  const words = [...counts].map(([action, count]) => `${count} ${action}`).join(" ");
  return `${image.slice(-(longestTitle - words.length - 1))} ${words}`;
};

const inAll = ([first = [], ...others]: readonly (readonly string[])[]): readonly string[] =>
  first.filter((tag) => others.every((tags) => tags.includes(tag)));

const eventOf = (telling: Telling, image: string, told: readonly Told[], { okExitCodes }: EventChoice): EventItem => {
  const tagLists = told.map(({ happening: { resource } }) => {
    const [planned] = telling.plan.of(resource);
    const tags = planned === undefined ? telling.tags.everywhere : telling.tags.of(planned.dialect, resource);
    return tags === "" ? [] : tags.split(",");
  });
  return {
    route: "events",
    atMs: Math.max(...told.map(({ happening: { atMs } }) => atMs)),
    title: titleOf(image, told),
    text: textOf(told),
    alertType: gravest(told.map((one) => alertTypeOf(one, okExitCodes))),
    aggregationKey: `docker:${image}`.slice(0, longestKey),
    tags: inAll(tagLists).join(","),
  };
};

/** One event an image for what happened between two snapshots, as the original bundles them. */
export const eventsOf = (
  telling: Telling,
  happenings: readonly Happening[],
  choice: EventChoice,
): readonly EventItem[] => {
  const byImage = new Map<string, Told[]>();
  for (const happening of happenings) {
    const { resource, kind } = happening;
    if (resource.scope !== "container" || !choice.kinds.includes(kind) || !isShown(resource, telling)) continue;
    const { container, task } = resource;
    const image = container.image ?? container.name;
    byImage.set(image, [...(byImage.get(image) ?? []), { happening, container, task }]);
  }
  return [...byImage].map(([image, told]) => eventOf(telling, image, told, choice));
};
