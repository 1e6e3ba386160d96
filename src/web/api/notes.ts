import type { Happening } from "../../model/happening.ts";
import type { HappeningNote } from "./contract.ts";

/** A happening as the API tells it. */
export const noteOf = ({ kind, atMs, resource, facts }: Happening): HappeningNote => ({
  kind,
  atMs,
  key: resource.key,
  facts: { ...facts },
});
