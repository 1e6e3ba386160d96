import type { StatsFault } from "./faults.ts";
import type { Json, JsonObject } from "./shapes/json-text.ts";

const isObject = (json: Json): json is JsonObject => typeof json === "object" && json !== null && !("length" in json);

const parsed = (text: string): Json => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The same document with one value changed. */
const withField = (json: Json, [key, ...deeper]: readonly string[], value: Json): Json => {
  if (key === undefined) return value;
  const object = isObject(json) ? json : {};
  return { ...object, [key]: withField(object[key], deeper, value) };
};

const applied = (stats: Json, fault: StatsFault): Json => {
  switch (fault.kind) {
    case "null-stats":
      return null;
    case "empty-stats":
      return {};
    case "missing-stats":
      return undefined;
    case "stats-field":
      return withField(stats, fault.field.split("."), parsed(fault.value));
  }
};

/** A container's statistics after the faults that are meant for it. */
export const befallStats = (stats: Json, faults: readonly StatsFault[], task: number, container: string): Json =>
  faults
    .filter((fault) => fault.task === undefined || fault.task === task)
    .filter((fault) => fault.container === undefined || fault.container === container)
    .reduce(applied, stats);
