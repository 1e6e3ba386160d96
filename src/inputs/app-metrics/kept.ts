import { matches } from "../../model/wildcard.ts";

/** Whether a family is wanted: by one of `include` (empty: all) and by none of `exclude`. */
export const isKept = (name: string, include: readonly string[], exclude: readonly string[]): boolean =>
  (include.length === 0 || include.some((pattern) => matches(pattern, name))) &&
  !exclude.some((pattern) => matches(pattern, name));
