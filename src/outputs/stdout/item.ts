import type { PushItem } from "../../ports/push-output.ts";

/** One line, before it is written out as JSON. */
export interface Item extends PushItem {
  readonly route: "lines";
  readonly line: Readonly<Record<string, unknown>>;
}
