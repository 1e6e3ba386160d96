import { z } from "zod";
import { catalogue } from "../../src/catalogue/catalogue.ts";
import { deprecated } from "../../src/catalogue/deprecated.ts";
import { compareLock, type LockComparison, lockOf } from "../../src/catalogue/lock.ts";
import { dialects } from "../../src/catalogue/names/dialects.ts";
import type { Document } from "./document.ts";

const lockSchema = z.record(
  z.string(),
  z.strictObject({
    kind: z.string(),
    unit: z.string(),
    names: z.record(z.string(), z.string()),
    retired: z.string().exactOptional(),
  }),
);

const compare = (committed: string | undefined): LockComparison =>
  compareLock(
    committed === undefined ? {} : lockSchema.parse(JSON.parse(committed)),
    lockOf(catalogue, Object.values(dialects)),
    deprecated,
  );

/** New ids and names are added by themselves; what vanishes or changes needs an entry in deprecated.ts. */
export const catalogueLock: Document = {
  path: "src/catalogue/catalogue.lock.json",
  render: (committed) => `${JSON.stringify(compare(committed).next, null, 2)}\n`,
  refuse: (committed) => compare(committed).faults,
};
