import { useMemo, useState } from "preact/hooks";
import type { HappeningNote } from "../../../src/web/api/contract.ts";
import { type Cursor, createCursor } from "../chart/cursor.ts";
import { live } from "../live/here.ts";
import type { Choice } from "./chart-controls.tsx";
import type { Frame } from "./chart-model.ts";

/** What keeps all charts of a view in step. */
export interface Step {
  readonly cursor: Cursor;
  readonly choice: Choice;
  readonly choose: (change: Partial<Choice>) => void;
  readonly frame: Frame;
}

export const useStep = (marks: readonly HappeningNote[]): Step => {
  const cursor = useMemo(createCursor, []);
  const [choice, setChoice] = useState<Choice>({ spanMs: 900_000, toLimit: true, stacked: true });
  const pace = live.pace.value;
  return {
    cursor,
    choice,
    choose: (change) => setChoice({ ...choice, ...change }),
    frame: {
      spanMs: choice.spanMs,
      toLimit: choice.toLimit,
      paceMs: Math.max(pace?.intervalMs ?? 10_000, pace?.sourceRefreshMs ?? 0),
      marks,
    },
  };
};
