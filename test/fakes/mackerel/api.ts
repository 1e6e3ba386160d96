import { type ApiReply, checked, ok, refusal } from "./exchange.ts";
import { faultSchema, openFaultBoard } from "./faults.ts";
import { openHostRoutes } from "./host-routes.ts";
import { emptyState, type FakeState, shownState } from "./state.ts";
import { openValueRoutes } from "./value-routes.ts";

export interface FakeApiOptions {
  /** Keys and what they may do. */
  readonly keys?: Readonly<Record<string, "read" | "write">>;
  readonly nowMs?: () => number;
  /** Size of new hosts. */
  readonly size?: "standard" | "micro";
  readonly maxBodyBytes?: number;
  readonly servicePostsAMinute?: number;
}

/** A request as it came, header names in lower case. */
export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export const usualKey = "fake-mackerel-key";

const parsed = (body: Uint8Array): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) };
  } catch {
    return undefined;
  }
};

const emptied = (part: FakeState[keyof FakeState]): void => {
  if (Array.isArray(part)) part.length = 0;
  else part.clear();
};

/**
 * A stand-in for Mackerel's API, without the network: it holds every request against what the documentation says, refuses
 * what the real one refuses, and keeps what it took.
 */
export const openFakeApi = ({
  keys = { [usualKey]: "write" },
  nowMs = Date.now,
  size = "standard",
  maxBodyBytes = 1_048_576,
  servicePostsAMinute = 10,
}: FakeApiOptions = {}) => {
  const state = emptyState();
  const faults = openFaultBoard();
  const hostRoutes = openHostRoutes(state, { nowMs, size });
  const valueRoutes = openValueRoutes(state, { nowMs, servicePostsAMinute });

  /** Undefined when the request may go on. */
  const gate = ({ method, headers, body }: RawRequest): ApiReply | undefined => {
    const key = String(headers["x-api-key"] ?? "");
    const right = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const isWrite = method !== "GET";
    if (right === undefined) return refusal(401, "Authentication failed. Please try with valid Api Key.");
    if (isWrite && right === "read") return refusal(403, "The API key does not have the required permissions.");
    if (!headers["user-agent"]) return refusal(400, "no User-Agent");
    if (body.length > maxBodyBytes) return refusal(413, "too large");
    if (isWrite && !/^application\/json\b/.test(String(headers["content-type"] ?? "")))
      return refusal(400, "Content-Type is not application/json");
    return undefined;
  };

  const routed = (raw: RawRequest): ApiReply => {
    const refused = gate(raw);
    if (refused !== undefined) return refused;
    const { method, url, body } = raw;
    const read = method === "GET" ? { json: undefined } : parsed(body);
    if (read === undefined) return refusal(400, "no JSON");
    const request = { method, path: url.pathname, query: url.searchParams, json: read.json };
    return hostRoutes(request) ?? valueRoutes(request) ?? refusal(404, "no such path");
  };

  return {
    state,
    faults,
    /** Answers a request of the API as the real one would. */
    answer: (raw: RawRequest): ApiReply => {
      const reply = routed(raw);
      const path = `${raw.method} ${raw.url.pathname}`;
      if (reply.status >= 400) state.refusals.push({ path, status: reply.status, message: JSON.stringify(reply.json) });
      return reply;
    },
    /** Notes that there was a request. */
    note: ({ method, url, body }: RawRequest, status: number): void => {
      state.requests.push({ method, path: url.pathname, status, atMs: nowMs(), bodyBytes: body.length });
    },
    /** Answers questions about the stand-in itself, below `/fake/`. */
    control: ({ method, url, body }: RawRequest): ApiReply => {
      switch (`${method} ${url.pathname}`) {
        case "GET /fake/state":
          return ok(shownState(state));
        case "DELETE /fake/state":
          for (const part of Object.values(state)) emptied(part);
          return ok({});
        case "POST /fake/faults":
          return checked(parsed(body)?.json, faultSchema, (fault) => {
            faults.plan(fault);
            return ok({});
          });
        case "DELETE /fake/faults":
          faults.clear();
          return ok({});
        default:
          return refusal(404, "no such question");
      }
    },
  };
};
