import type { DeliveryOutcome, Payload } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";

/** One request, once. Never throws. When the signal has fired, nobody reads the outcome. */
export type Attempt = (payload: Payload, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** Of a request that was not made, because its signal had fired. */
export const notMade: DeliveryOutcome = { kind: "retry", problem: problem("output-timeout", "", "the agent ends") };
