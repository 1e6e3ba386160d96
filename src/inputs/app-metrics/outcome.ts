import type { DropReason } from "../../formats/app-reading.ts";
import type { AppFamily } from "../../model/app-family.ts";
import type { ProblemCode } from "../../problems/table.ts";

/** Why a reading failed. */
export const reasonCodes = {
  refused: "target-refused",
  unreachable: "target-unreachable",
  reset: "target-reset",
  timeout: "target-timeout",
  "too-large": "target-too-large",
  redirect: "target-redirect",
  status: "target-status",
  "not-metrics": "target-not-metrics",
  moved: "target-moved",
  unconfirmed: "target-unconfirmed",
  plugin: "target-plugin",
  defect: "agent-defect",
} as const satisfies Record<string, ProblemCode>;

export type ReasonWord = keyof typeof reasonCodes;

/** What one reading of a target came to. */
export type Outcome =
  | {
      readonly ok: true;
      readonly families: readonly AppFamily[];
      readonly samples: number;
      readonly dropped: Readonly<Record<DropReason, number>>;
      /** What could not be read of it, for people. */
      readonly remark: string | undefined;
      readonly bytes: number;
      readonly durationMs: number;
    }
  | { readonly ok: false; readonly reason: ReasonWord; readonly detail: string; readonly durationMs: number };
