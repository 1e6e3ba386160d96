import type { FakeContainer } from "./fake-container.ts";

export const onlyKeys = (query: URLSearchParams, ...allowed: string[]): boolean =>
  [...query.keys()].every((key) => allowed.includes(key));

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** Undefined when the filters are none that the engine knows. */
export const parseFilters = (query: URLSearchParams, ...allowed: string[]): Record<string, string[]> | undefined => {
  const parsed: unknown = JSON.parse(query.get("filters") ?? "{}");
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const filters: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(parsed)) {
    if (!allowed.includes(key) || !isTextList(value)) return undefined;
    filters[key] = value;
  }
  return filters;
};

export const hasLabels = ({ labels }: FakeContainer, wanted: readonly string[]): boolean =>
  wanted.every((want) => {
    const [name = "", value] = want.split("=");
    return value === undefined ? name in labels : labels[name] === value;
  });
