import type { Problem } from "../../problems/problem.ts";

/** `secret`: it was encrypted where it came from. `unchanged`: the origin says that it is the text it gave last. */
export type OriginReading =
  | { readonly ok: true; readonly text: string; readonly secret?: boolean }
  | { readonly ok: true; readonly unchanged: true }
  | { readonly ok: false; readonly problem: Problem };

/** Where the text of the configuration comes from. */
export interface Origin {
  /** For people: the path, the parameter, the object, the variable. */
  readonly from: string;
  /** Whether its text may be another one later. */
  readonly changes: boolean;
  /** Whether it is elsewhere, and may be out of reach when the agent starts. */
  readonly remote: boolean;
  /** Never throws. */
  read(signal: AbortSignal): Promise<OriginReading>;
}
