import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type ApiReply, checked, ok, refusal } from "./exchange.ts";
import { type Fault, type FaultBoard, faultSchema, openFaultBoard } from "./faults.ts";
import { openHostRoutes } from "./host-routes.ts";
import { emptyState, type FakeState, shownState } from "./state.ts";
import { openValueRoutes } from "./value-routes.ts";

export interface FakeMackerelOptions {
  readonly port?: number;
  readonly host?: string;
  /** Keys and what they may do. */
  readonly keys?: Readonly<Record<string, "read" | "write">>;
  readonly nowMs?: () => number;
  /** Size of new hosts. */
  readonly size?: "standard" | "micro";
  readonly maxBodyBytes?: number;
  readonly servicePostsAMinute?: number;
}

export interface FakeMackerel {
  /** Base address. */
  readonly url: string;
  readonly state: FakeState;
  readonly faults: FaultBoard;
  close(): Promise<void>;
}

export const usualKey = "fake-mackerel-key";

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const parsed = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const emptied = (part: FakeState[keyof FakeState]): void => {
  if (Array.isArray(part)) part.length = 0;
  else part.clear();
};

/**
 * A stand-in for Mackerel's API that holds every request against what its documentation says, refuses what the real one
 * refuses, keeps what it took, and answers questions about it below `/fake/`: `GET /fake/state`, `DELETE /fake/state`,
 * `POST /fake/faults`, `DELETE /fake/faults`.
 */
export const startFakeMackerel = async ({
  port = 0,
  host = "127.0.0.1",
  keys = { [usualKey]: "write" },
  nowMs = Date.now,
  size = "standard",
  maxBodyBytes = 1_048_576,
  servicePostsAMinute = 10,
}: FakeMackerelOptions = {}): Promise<FakeMackerel> => {
  const state = emptyState();
  const faults = openFaultBoard();
  const hostRoutes = openHostRoutes(state, { nowMs, size });
  const valueRoutes = openValueRoutes(state, { nowMs, servicePostsAMinute });

  /** Undefined when the request may go on. */
  const gate = (incoming: IncomingMessage, bytes: number): ApiReply | undefined => {
    const key = String(incoming.headers["x-api-key"] ?? "");
    const right = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const isWrite = incoming.method !== "GET";
    if (right === undefined) return refusal(401, "Authentication failed. Please try with valid Api Key.");
    if (isWrite && right === "read") return refusal(403, "The API key does not have the required permissions.");
    if (!incoming.headers["user-agent"]) return refusal(400, "no User-Agent");
    if (bytes > maxBodyBytes) return refusal(413, "too large");
    if (isWrite && !/^application\/json\b/.test(incoming.headers["content-type"] ?? ""))
      return refusal(400, "Content-Type is not application/json");
    return undefined;
  };

  const apiReply = (incoming: IncomingMessage, url: URL, body: Buffer): ApiReply => {
    const refused = gate(incoming, body.length);
    if (refused !== undefined) return refused;
    const { method = "GET" } = incoming;
    const read = method === "GET" ? { json: undefined } : parsed(body.toString("utf8"));
    if (read === undefined) return refusal(400, "no JSON");
    const request = { method, path: url.pathname, query: url.searchParams, json: read.json };
    return hostRoutes(request) ?? valueRoutes(request) ?? refusal(404, "no such path");
  };

  const send = (
    outgoing: ServerResponse,
    status: number,
    text: string,
    headers: Readonly<Record<string, string>>,
  ): void => {
    outgoing.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      ...headers,
    });
    outgoing.end(text);
  };

  const misbehave = (fault: Fault, outgoing: ServerResponse, rightly: () => ApiReply): number => {
    switch (fault.kind) {
      case "status":
        send(outgoing, fault.status, JSON.stringify({ error: { message: fault.message } }), fault.headers);
        return fault.status;
      case "html":
        send(outgoing, 200, "<html><body>Sign in</body></html>", { "content-type": "text/html", ...fault.headers });
        return 200;
      case "empty":
        send(outgoing, 200, "", fault.headers);
        return 200;
      case "lie":
        send(outgoing, 200, JSON.stringify({ success: true }), fault.headers);
        return 200;
      case "cut": {
        const text = JSON.stringify(rightly().json);
        outgoing.writeHead(200, { "content-type": "application/json", "content-length": text.length });
        outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
        return 200;
      }
      case "silence":
        return 0;
      case "reset":
        outgoing.socket?.resetAndDestroy();
        return 0;
    }
  };

  const control = (what: string, body: Buffer): ApiReply => {
    switch (what) {
      case "GET /fake/state":
        return ok(shownState(state));
      case "DELETE /fake/state":
        for (const part of Object.values(state)) emptied(part);
        return ok({});
      case "POST /fake/faults":
        return checked(parsed(body.toString("utf8"))?.json, faultSchema, (fault) => {
          faults.plan(fault);
          return ok({});
        });
      case "DELETE /fake/faults":
        faults.clear();
        return ok({});
      default:
        return refusal(404, "no such question");
    }
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? "/", "http://fake");
    const { method = "GET" } = incoming;
    const body = await bodyOf(incoming);
    if (url.pathname.startsWith("/fake/")) {
      const { status, json } = control(`${method} ${url.pathname}`, body);
      return send(outgoing, status, JSON.stringify(json), {});
    }
    const seen = (status: number): void => {
      state.requests.push({ method, path: url.pathname, status, atMs: nowMs(), bodyBytes: body.length });
    };
    const fault = faults.next(method, url.pathname);
    if (fault !== undefined) return seen(misbehave(fault, outgoing, () => apiReply(incoming, url, body)));
    const { status, json, headers = {} } = apiReply(incoming, url, body);
    seen(status);
    const text = JSON.stringify(json);
    if (status >= 400) state.refusals.push({ path: `${method} ${url.pathname}`, status, message: text });
    send(outgoing, status, text, headers);
  };

  const server = createServer((incoming, outgoing) => {
    outgoing.on("error", () => {});
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    state,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
