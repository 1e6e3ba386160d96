import type { AwsCredentialSource } from "../../ports/aws-credentials.ts";
import type { Clock } from "../../ports/clock.ts";
import { problem } from "../../problems/problem.ts";
import type { TimedCredentials } from "./credential-document.ts";
import {
  type CredentialPlace,
  containerRole,
  environmentKeys,
  type Found,
  instanceRole,
  type PlaceDeps,
} from "./credential-place.ts";

/** In the order of AWS's own SDKs, without what needs a user's files or a call to STS. */
const places: readonly CredentialPlace[] = [environmentKeys, containerRole, instanceRole];

/** AWS has new ones five minutes before the old ones lapse. */
const renewBeforeMs = 5 * 60_000;
const stillValidMs = 60_000;
/** Nothing is asked more often than this while there are none. */
const askAgainAfterMs = 10_000;

const look = async (deps: PlaceDeps, signal: AbortSignal): Promise<Found> => {
  const tried: string[] = [];
  for (const place of places) {
    const found = await place(deps, signal);
    if (found === undefined) continue;
    if ("credentials" in found) return found;
    tried.push(found.tried);
  }
  return { tried: tried.join("; ") };
};

/** Keys in the environment, the task's role, the instance's role: the first there is. */
export const awsCredentials = (deps: PlaceDeps & { readonly clock: Clock }): AwsCredentialSource => {
  const { clock } = deps;
  let held: TimedCredentials | undefined;
  let tried = "";
  let askAgainAtMs = Number.NEGATIVE_INFINITY;
  const validMs = (): number => (held === undefined ? 0 : held.expiresMs - clock.now());
  return {
    current: async (signal) => {
      if (validMs() <= renewBeforeMs && clock.monotonic() >= askAgainAtMs) {
        const found = await look(deps, signal);
        if ("credentials" in found) held = found;
        else if (!signal.aborted) {
          tried = found.tried;
          askAgainAtMs = clock.monotonic() + askAgainAfterMs;
        }
      }
      return held !== undefined && validMs() > stillValidMs
        ? { ok: true, credentials: held.credentials }
        : { ok: false, problem: problem("aws-credentials", "AWS", tried) };
    },
  };
};
