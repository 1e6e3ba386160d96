import type { Gunzip } from "../../ports/compression.ts";
import type { HttpClient, HttpFailureReason } from "../../ports/http-client.ts";
import type { ReasonWord } from "./outcome.ts";
import { acceptOf } from "./read-body.ts";
import type { Kind } from "./wanted.ts";

export type Answer =
  | { readonly ok: true; readonly body: string; readonly contentType: string | undefined; readonly bytes: number }
  | { readonly ok: false; readonly reason: ReasonWord; readonly detail: string };

export interface FetchOptions {
  readonly http: HttpClient;
  readonly gunzip: Gunzip;
  readonly kind: Kind;
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

const reasons = {
  refused: "refused",
  "not-found": "unreachable",
  forbidden: "unreachable",
  reset: "reset",
  timeout: "timeout",
  "too-large": "too-large",
  aborted: "timeout",
  other: "unreachable",
} as const satisfies Record<HttpFailureReason, ReasonWord>;

const decoder = new TextDecoder();

const no = (reason: ReasonWord, detail: string): Answer => ({ ok: false, reason, detail });

/** Where a redirect points, for people: it is not followed. */
const shown = (location: string | undefined): string => (location ?? "nowhere").slice(0, 200);

/** Asks a target once, as Prometheus would. */
export const fetchAnswer = async (options: FetchOptions): Promise<Answer> => {
  const { http, gunzip, kind, url, timeoutMs, maxBodyBytes, signal } = options;
  const answer = await http.request({
    url,
    headers: {
      accept: acceptOf(kind),
      "accept-encoding": "gzip",
      "user-agent": "taskvitals",
      "x-prometheus-scrape-timeout-seconds": String(timeoutMs / 1000),
    },
    timeoutMs,
    maxBodyBytes,
    binary: true,
    signal,
  });
  if (!answer.ok) return no(reasons[answer.reason], answer.detail);
  const { status, headers, bytes = new Uint8Array() } = answer;
  if (status >= 300 && status < 400) return no("redirect", `${status} to ${shown(headers.location)}`);
  if (status !== 200) return no("status", String(status));
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (coding !== "identity" && coding !== "gzip") return no("not-metrics", `its coding is ${coding.slice(0, 40)}`);
  const contentType = headers["content-type"];
  if (coding === "identity") return { ok: true, body: answer.body, contentType, bytes: bytes.byteLength };
  const plain = gunzip(bytes, maxBodyBytes);
  if (plain === "too-large") return no("too-large", `more than ${maxBodyBytes} bytes when unpacked`);
  if (plain === "broken") return no("not-metrics", "what is said to be gzip is not");
  return { ok: true, body: decoder.decode(plain), contentType, bytes: plain.byteLength };
};
