import type { Clock } from "../../ports/clock.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";

/** An address that is asked once, to see who is there. */
export interface Candidate {
  readonly name: string;
  /** Why it is asked. */
  readonly from: string;
  readonly url: string;
  readonly socketPath?: string;
  /** As people write it; never with what may be secret. */
  readonly shown: string;
  /** What an answer means, where that is not plain. */
  readonly meanings?: Readonly<Record<number, string>>;
}

/** An address that is not asked, and why. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

export interface Probed extends Candidate {
  readonly answered: boolean;
  /** Status and latency, or what went wrong. */
  readonly verdict: string;
}

const timeoutMs = 2000;
const maxBodyBytes = 64 * 1024 * 1024;

const requestOf = ({ url, socketPath }: Candidate, signal: AbortSignal): HttpRequest => ({
  url,
  timeoutMs,
  maxBodyBytes,
  signal,
  ...(socketPath === undefined ? {} : { socketPath }),
});

/** Asks once. Nothing of the answer's body is shown. */
export const probe = async (
  candidate: Candidate,
  { http, clock, signal }: { readonly http: HttpClient; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Probed> => {
  const startedMs = clock.monotonic();
  const answer = await http.request(requestOf(candidate, signal));
  const tookMs = Math.round(clock.monotonic() - startedMs);
  if (!answer.ok) return { ...candidate, answered: false, verdict: `${answer.reason}: ${answer.detail}` };
  const meaning = candidate.meanings?.[answer.status];
  const api = answer.headers["api-version"];
  const facts = [
    `${answer.status} in ${tookMs} ms`,
    ...(api === undefined ? [] : [`API ${api}`]),
    ...(meaning === undefined ? [] : [meaning]),
  ];
  return { ...candidate, answered: answer.status >= 200 && answer.status < 300, verdict: facts.join(", ") };
};
