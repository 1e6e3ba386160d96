import type { IncomingMessage } from "node:http";
import { calls } from "./accept.ts";
import { type Body, readBody } from "./body.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Store } from "./store.ts";

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly break?: "cut" | "reset" | "silence";
}

export interface IntakeOptions {
  readonly store: Store;
  readonly faults: Faults;
  /** The key that is let in; any that looks like one when left out. */
  readonly apiKey?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const json = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) });
const errors = (status: number, ...words: readonly string[]): Reply => json(status, { errors: words });

const isAllowed = (key: string | undefined, apiKey: string | undefined): boolean =>
  key !== undefined && (apiKey === undefined ? /^[0-9a-f]{32}$/.test(key) : key === apiKey);

const page = "<!doctype html><html><body><h1>Please sign in to the network</h1></body></html>";

const ok = (answer: string): Reply => ({ status: 202, body: answer });

/** What a fault makes of a request that would have been taken; undefined: nothing. */
const spoil = (fault: Fault | undefined, answer: string): Reply | undefined => {
  switch (fault?.kind) {
    case "answer":
      return { status: fault.status, body: fault.body, headers: fault.headers };
    case "poison":
      return errors(400, "Payload is not in the expected format");
    case "html":
      return { status: 200, body: page, headers: { "content-type": "text/html" } };
    case "empty":
      return { status: 200, body: "" };
    case "lie":
      return ok(answer);
    case "reset":
    case "silence":
      return { status: 0, body: "", break: fault.kind };
    default:
      return undefined;
  }
};

const parse = (text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};

/** Answers what a client sends to api.SITE. */
export const openIntake = ({ store, faults, apiKey, now }: IntakeOptions) => {
  const take = (path: string, body: Body, contentType: string): Reply => {
    const call = calls[path];
    if (call === undefined) return errors(404, "Not found");
    if (!body.ok) return errors(body.status, body.error);
    if (!/^application\/json\b/i.test(contentType)) return errors(415, `no ${contentType || "content type"}`);
    const parsed = parse(body.text);
    if (!parsed.ok) return errors(400, "Payload is not in the expected format: no JSON");
    const acceptance = call.accept(parsed.value, store, Math.floor((now() + faults.aheadMs()) / 1000));
    return acceptance.ok ? ok(call.answer) : errors(400, acceptance.error);
  };

  const answer = (request: IncomingMessage, path: string, body: Body): Reply => {
    const fault = faults.meet(path, body.ok ? body.text : "");
    const spoilt = spoil(fault, calls[path]?.answer ?? "{}");
    if (spoilt !== undefined) return spoilt;
    const key = request.headers["dd-api-key"];
    if (!isAllowed(typeof key === "string" ? key : undefined, apiKey)) return errors(403, "Forbidden");
    if (path === "/api/v1/validate" && request.method === "GET") return json(200, { valid: true });
    if (request.method !== "POST") return errors(404, "Not found");
    const reply = take(path, body, request.headers["content-type"] ?? "");
    return fault?.kind === "cut" ? { ...reply, break: "cut" } : reply;
  };

  return async (request: IncomingMessage, path: string): Promise<Reply> => {
    const body = await readBody(request, path, calls[path]?.encodings ?? ["identity"]);
    const reply = answer(request, path, body);
    store.requests.push({
      method: request.method ?? "",
      path,
      status: reply.break === undefined ? reply.status : 0,
      bytes: body.bytes,
      atMs: now(),
    });
    const date = new Date(now() + faults.aheadMs()).toUTCString();
    return { ...reply, headers: { "content-type": "application/json", date, ...reply.headers } };
  };
};
