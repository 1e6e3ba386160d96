import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type FakeApiOptions, openFakeApi, type RawRequest } from "./api.ts";
import type { Fault, FaultBoard } from "./faults.ts";
import type { FakeState } from "./state.ts";

export { usualKey } from "./api.ts";

export interface FakeMackerelOptions extends FakeApiOptions {
  readonly port?: number;
  readonly host?: string;
}

export interface FakeMackerel {
  /** Base address. */
  readonly url: string;
  readonly state: FakeState;
  readonly faults: FaultBoard;
  close(): Promise<void>;
}

const rawRequest = async (incoming: IncomingMessage): Promise<RawRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "GET", url = "/", headers } = incoming;
  return { method, url: new URL(url, "http://fake"), headers, body: Buffer.concat(chunks) };
};

const send = (outgoing: ServerResponse, status: number, text: string, headers: Fault["headers"] = {}): number => {
  const length = Buffer.byteLength(text);
  outgoing.writeHead(status, { "content-type": "application/json", "content-length": length, ...headers });
  outgoing.end(text);
  return status;
};

/** @returns the status that went out; 0 when none did */
const misbehave = (fault: Fault, outgoing: ServerResponse, rightly: () => unknown): number => {
  switch (fault.kind) {
    case "status":
      return send(outgoing, fault.status, JSON.stringify({ error: { message: fault.message } }), fault.headers);
    case "html":
      return send(outgoing, 200, "<html><body>Sign in</body></html>", { "content-type": "text/html" });
    case "empty":
      return send(outgoing, 200, "", fault.headers);
    case "lie":
      return send(outgoing, 200, JSON.stringify({ success: true }), fault.headers);
    case "cut": {
      const text = JSON.stringify(rightly());
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

/**
 * The stand-in of Mackerel's API as a server. It answers questions about itself too: `GET /fake/state`,
 * `DELETE /fake/state`, `POST /fake/faults`, `DELETE /fake/faults`.
 */
export const startFakeMackerel = async ({
  port = 0,
  host = "127.0.0.1",
  ...options
}: FakeMackerelOptions = {}): Promise<FakeMackerel> => {
  const api = openFakeApi(options);

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const raw = await rawRequest(incoming);
    if (raw.url.pathname.startsWith("/fake/")) {
      const { status, json } = api.control(raw);
      send(outgoing, status, JSON.stringify(json));
      return;
    }
    const fault = api.faults.next(raw.method, raw.url.pathname);
    if (fault !== undefined) {
      api.note(
        raw,
        misbehave(fault, outgoing, () => api.answer(raw).json),
      );
      return;
    }
    const { status, json, headers } = api.answer(raw);
    api.note(raw, status);
    send(outgoing, status, JSON.stringify(json), headers);
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
    state: api.state,
    faults: api.faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
