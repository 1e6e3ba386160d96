import type { Clock } from "../../ports/clock.ts";
import type { HttpClient, HttpFailureReason, HttpResponse } from "../../ports/http-client.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { ProblemCode } from "../../problems/table.ts";

export interface Document {
  readonly ok: true;
  /** As it came. */
  readonly body: string;
  readonly contentType: string;
  readonly json: unknown;
}

export interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
  /** 429: ask less. */
  readonly throttled: boolean;
  /** Set when it may ask again in less time than it would by itself. */
  readonly retryAfterMs?: number;
  /** Of the kind that is over in a second: worth one more try at once. */
  readonly passing: boolean;
}

/** Fetches JSON documents of the endpoint. Never throws. */
export interface MetadataClient {
  /** At most `timeoutMs` in all: one request, perhaps one redirect, and one more try after a passing failure. */
  get(address: string, signal: AbortSignal): Promise<Document | Refusal>;
}

export interface ClientDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

/** A task or the ECS agent that starts is usually ready after this long. */
const secondTryMs = 1000;

const codes: Readonly<Record<HttpFailureReason, ProblemCode>> = {
  refused: "metadata-unreachable",
  "not-found": "metadata-unreachable",
  forbidden: "metadata-unreachable",
  reset: "metadata-unreachable",
  timeout: "metadata-timeout",
  "too-large": "metadata-too-large",
  aborted: "metadata-timeout",
  other: "metadata-unreachable",
};

/** The address without what may be secret in it. */
const publicAddress = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

const excerpt = (body: string): string => {
  const line = body.slice(0, 80).replace(/\s+/g, " ").trim();
  return line === "" ? "empty" : line;
};

const refuse = (url: URL, code: ProblemCode, detail: string, more: Partial<Refusal> = {}): Refusal => ({
  ok: false,
  problem: problem(code, publicAddress(url), detail),
  throttled: false,
  passing: false,
  ...more,
});

const retryAfterMs = ({ headers }: HttpResponse): number | undefined => {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
};

const judgeStatus = (url: URL, response: HttpResponse): Refusal | undefined => {
  const { status, body } = response;
  if (status === 429) {
    const askedMs = retryAfterMs(response);
    return refuse(url, "metadata-throttled", "", {
      throttled: true,
      ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }),
    });
  }
  if (status >= 200 && status < 300) return undefined;
  // The ECS agent answers {} with 500 when it could not write its own answer, as happens right after a start.
  const passing = status === 500 && ["", "{}"].includes(body.trim());
  return refuse(url, "metadata-status", `${status}: ${excerpt(body)}`, { passing });
};

const decode = (url: URL, response: HttpResponse): Document | Refusal => {
  const { body } = response;
  const contentType = response.headers["content-type"] ?? "";
  if (body.trim() === "") return refuse(url, "metadata-not-json", "empty", { passing: true });
  if (/\bhtml\b/i.test(contentType)) return refuse(url, "metadata-not-json", `${contentType}: ${excerpt(body)}`);
  try {
    const json: unknown = JSON.parse(body);
    return { ok: true, body, contentType: contentType || "application/json", json };
  } catch {
    return refuse(url, "metadata-not-json", `${body.length} characters: ${excerpt(body)}`);
  }
};

const redirects = new Set([301, 302, 303, 307, 308]);

export const openClient = ({ http, clock, timeoutMs, maxBodyBytes }: ClientDeps): MetadataClient => {
  const send = (url: string, untilMs: number, signal: AbortSignal) =>
    http.request({
      url,
      headers: { accept: "application/json" },
      timeoutMs: Math.max(1, Math.round(untilMs - clock.monotonic())),
      maxBodyBytes,
      signal,
    });

  /** Follows one redirect, to the same host only: the agent cleans paths with it, and credentials are served beside. */
  const request = async (url: URL, untilMs: number, signal: AbortSignal): Promise<Document | Refusal> => {
    let response = await send(url.href, untilMs, signal);
    if (response.ok && redirects.has(response.status)) {
      const target = URL.parse(response.headers.location ?? "", url);
      if (target?.origin !== url.origin) return refuse(url, "metadata-redirect", `to ${target?.origin ?? "nowhere"}`);
      response = await send(target.href, untilMs, signal);
      if (response.ok && redirects.has(response.status)) return refuse(url, "metadata-redirect", "a second time");
    }
    if (!response.ok) {
      const passing = response.reason === "refused" || response.reason === "reset";
      return refuse(url, codes[response.reason], response.detail, { passing });
    }
    return judgeStatus(url, response) ?? decode(url, response);
  };

  return {
    get: async (address, signal) => {
      const url = new URL(address);
      const untilMs = clock.monotonic() + timeoutMs;
      const first = await request(url, untilMs, signal);
      if (first.ok || !first.passing || clock.monotonic() + secondTryMs >= untilMs) return first;
      await clock.sleep(secondTryMs, signal);
      return signal.aborted ? first : request(url, untilMs, signal);
    },
  };
};
