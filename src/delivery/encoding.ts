import type { Payload, PushItem, PushOutput } from "../ports/push-output.ts";
import type { Problem } from "../problems/problem.ts";
import { crashProblem } from "./calls.ts";
import type { Sizes } from "./sizes.ts";

/** Items as a request, or why not. */
export type Encoded =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly reason: "too-large" }
  | { readonly ok: false; readonly reason: "defect"; readonly problem: Problem };

export type Encode<Item extends PushItem> = (route: string, items: readonly Item[]) => Encoded;

/** The output's own encoding, held to its limits. Never throws. */
export const openEncoding =
  <Item extends PushItem>(name: string, output: PushOutput<Item>, sizes: Sizes): Encode<Item> =>
  (route, items) => {
    try {
      const payload = output.encode(items);
      sizes.measured(route, items.length, payload.plainBytes);
      return payload.plainBytes > sizes.maxBytes(route) ? { ok: false, reason: "too-large" } : { ok: true, payload };
    } catch (thrown) {
      return { ok: false, reason: "defect", problem: crashProblem(name, thrown) };
    }
  };
