import { z } from "zod";
import type { HttpClient, HttpFailureReason } from "../../ports/http-client.ts";
import type { Settings } from "./settings.ts";

/** One call of Mackerel's API. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT";
  /** Path and query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Of the answer; a mebibyte when left out. */
  readonly maxBodyBytes?: number;
}

export interface ApiAnswer {
  readonly kind: "answer";
  readonly status: number;
  /** Undefined when the body is no JSON. */
  readonly json: unknown;
  /** Mackerel's own words about a failure, in short and without the key. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

export interface ApiFailure {
  readonly kind: "failure";
  readonly reason: HttpFailureReason;
  readonly detail: string;
}

export type Api = (call: Call, signal: AbortSignal) => Promise<ApiAnswer | ApiFailure>;

const usualBodyBytes = 1_048_576;
const messageCharacters = 300;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** `{"error":{"message":"…"}}`, or `{"error":"…"}`. */
const errorBody = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

const messageOf = (json: unknown): string => {
  const { error = "" } = errorBody.safeParse(json).data ?? {};
  return typeof error === "string" ? error : error.message;
};

/** Seconds; a date is not used by Mackerel. */
const retryAfterMs = (header: string | undefined): number | undefined => {
  const seconds = Number(header?.trim() || Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
};

/** Mackerel's API with the key. The key never gets into an answer's words or a failure's detail. */
export const openApi = (
  { apiBase, apiKey, timeoutMs }: Pick<Settings, "apiBase" | "apiKey" | "timeoutMs">,
  http: HttpClient,
): Api => {
  const clean = (text: string): string => {
    const shown = apiKey === "" ? text : text.replaceAll(apiKey, "***");
    return shown.length > messageCharacters ? `${shown.slice(0, messageCharacters)}...` : shown;
  };
  return async ({ method, path, body, maxBodyBytes = usualBodyBytes }, signal) => {
    const response = await http.request({
      method,
      url: `${apiBase}${path}`,
      headers: {
        "x-api-key": apiKey,
        "user-agent": "taskvitals",
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
      maxBodyBytes,
      signal,
    });
    if (!response.ok) return { kind: "failure", reason: response.reason, detail: clean(response.detail) };
    const json = parsed(response.body);
    const afterMs = retryAfterMs(response.headers["retry-after"]);
    return {
      kind: "answer",
      status: response.status,
      json,
      message: clean(messageOf(json)),
      ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
    };
  };
};
