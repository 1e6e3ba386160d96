import type { Clock } from "../../../ports/clock.ts";
import type { HttpClient, HttpFailureReason } from "../../../ports/http-client.ts";
import { parseJson } from "../engine-problem.ts";

/** Why there is no document, in words that end a sentence. */
interface NoDocument {
  readonly ok: false;
  readonly why: string;
}

/** Asks tasks' metadata endpoints, which are all the ECS agent at one address. */
export interface MetadataClient {
  /** @param uri a container's own address of the endpoint */
  get(
    uri: string,
    path: string,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: unknown } | NoDocument>;
}

/** Where ECS serves it. What a container's environment says else is not asked. */
const ownEndpoint = /^http:\/\/169\.254\.170\.2\/v[34]\/[\w-]{1,200}$/;

const timeoutMs = 2000;
const maxBodyBytes = 8 * 1024 * 1024;

/** An agent in an awsvpc network of its own, or on an instance that routes the address elsewhere, gets no answer ever. */
const restMs = 60_000;

/** Nobody is at the address, so no other task's endpoint answers either. */
const noBody: ReadonlySet<HttpFailureReason> = new Set(["refused", "timeout", "forbidden", "not-found", "other"]);

export const openMetadataClient = (http: HttpClient, clock: Clock): MetadataClient => {
  let restUntil = Number.NEGATIVE_INFINITY;
  let silence = "";
  return {
    get: async (uri, path, signal) => {
      if (!ownEndpoint.test(uri)) return { ok: false, why: "its address is not that of ECS" };
      if (clock.monotonic() < restUntil) return { ok: false, why: silence };
      const answer = await http.request({ url: `${uri}${path}`, timeoutMs, maxBodyBytes, signal });
      if (!answer.ok) {
        const why = `it does not answer (${answer.reason})`;
        if (noBody.has(answer.reason)) {
          restUntil = clock.monotonic() + restMs;
          silence = why;
        }
        return { ok: false, why };
      }
      if (answer.status !== 200) return { ok: false, why: `it answers ${answer.status}` };
      const parsed = parseJson(answer.body);
      return parsed.ok ? parsed : { ok: false, why: "its answer is no JSON" };
    },
  };
};
