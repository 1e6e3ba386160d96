import type { Patches } from "./case-file.ts";

type Document = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is Document => typeof json === "object" && json !== null && !Array.isArray(json);

/** RFC 7396. */
const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
};

const containersOf = (task: Document): readonly Document[] =>
  Array.isArray(task.Containers) ? task.Containers.filter(isObject) : [];

const patchTask = (task: unknown, { task: patch, containers }: Patches): unknown => {
  if (!isObject(task)) return task;
  const patched = containersOf(task).map((container) => {
    const own = containers[String(container.Name)];
    return own === undefined ? container : mergePatch(container, own);
  });
  const whole = { ...task, ...(patched.length === 0 ? {} : { Containers: patched }) };
  return patch === undefined ? whole : mergePatch(whole, patch);
};

const patchStats = (map: unknown, patches: Patches["stats"], nameOf: ReadonlyMap<string, string>): unknown => {
  if (!isObject(map)) return map;
  return Object.fromEntries(
    Object.entries(map).map(([id, stats]) => {
      const patch = patches[nameOf.get(id) ?? ""];
      return [id, patch === undefined ? stats : mergePatch(stats, patch)];
    }),
  );
};

const each = (json: unknown, change: (element: unknown) => unknown): unknown =>
  Array.isArray(json) ? json.map(change) : change(json);

/** The document with the patches that are meant for it. `nameOf`: names of containers by their DockerId. */
export const patchDocument = (
  json: unknown,
  kind: "task" | "stats",
  patches: Patches,
  nameOf: ReadonlyMap<string, string>,
): unknown =>
  each(json, (element) => (kind === "task" ? patchTask(element, patches) : patchStats(element, patches.stats, nameOf)));
