import { catalogue, isMetricId } from "../../catalogue/catalogue.ts";
import type { Row } from "../../catalogue/names/dialect.ts";
import type { Entry, InputHealth, Snapshot } from "../../model/snapshot.ts";
import { type Block, openBlock } from "./block.ts";
import type { Owner } from "./owner.ts";
import type { PlannedFamily } from "./plan.ts";
import { type Put, pointTaker, type TakePoint } from "./point-rows.ts";
import type { Relations } from "./relations.ts";
import { differenceRow, greatestRow, identityRow, type ResourceRow, sharedRow, totalRow } from "./resource-rows.ts";

/** Turns the resources of one snapshot into the series of one dialect. */
export interface Writing {
  /** Writes the series of a resource. */
  write(owner: Owner, entry: Entry): void;
  /** The families in order, some without series. */
  readonly written: readonly { readonly family: PlannedFamily; readonly block: Block }[];
}

/** 1 when all succeeded, 0 when one failed, nothing before the first collections end. */
const inputsUp = (inputs: readonly InputHealth[]): number | undefined => {
  if (inputs.some(({ up }) => up === false)) return 0;
  return inputs.length > 0 && inputs.every(({ up }) => up === true) ? 1 : undefined;
};

const resourceRow = (row: Row, put: Put, relations: Relations): ResourceRow | undefined => {
  switch (row.take) {
    case "total":
      return totalRow(row, put);
    case "difference":
      return differenceRow(row, put);
    case "greatest":
      return greatestRow(row, put, relations);
    case "shared":
      return sharedRow(row, put, relations);
    case "identity":
      return identityRow(row, put);
    case "points":
    case "inputs-up":
      return undefined;
  }
};

/** @param found called when a series was there already */
export const openWriting = (
  families: readonly PlannedFamily[],
  snapshot: Snapshot,
  relations: Relations,
  found: (owner: Owner) => void,
): Writing => {
  const takers = new Map<string, TakePoint[]>();
  const rows: ResourceRow[] = [];
  const listen = (metric: string, take: TakePoint): void => {
    const known = takers.get(metric);
    if (known === undefined) takers.set(metric, [take]);
    else known.push(take);
  };
  const open = (row: Row, block: Block): void => {
    const put: Put = (owner, labels, value, atMs) => {
      if (!block.put(labels, value, atMs)) found(owner);
    };
    if (row.take === "points") {
      if (isMetricId(row.metric)) listen(row.metric, pointTaker(catalogue[row.metric], put));
      return;
    }
    if (row.take === "inputs-up") {
      const up = inputsUp(snapshot.inputs);
      if (up !== undefined) block.put("", up, snapshot.takenAtMs);
      return;
    }
    const perResource = resourceRow(row, put, relations);
    if (perResource === undefined) return;
    rows.push(perResource);
    for (const [metric, take] of perResource.points) listen(metric, take);
  };

  const written = families.map((family) => {
    const block = openBlock();
    for (const row of family.rows) open(row, block);
    return { family, block };
  });

  return {
    written,
    write: (owner, entry) => {
      for (const point of entry.points) {
        const wanted = takers.get(point.metric);
        if (wanted !== undefined) for (const take of wanted) take(point, owner);
      }
      for (const row of rows) row.end(owner, entry);
    },
  };
};
