import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Fault, type FaultPlan, faultSchema, openFaultPlan } from "./faults.ts";

/** A request as it came. Header names in lower case. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a receiver of some protocol does. */
export interface Protocol {
  /** Keeps what it may, and answers. */
  receive(request: Received): Reply;
  /** The answer to a request that is right, with nothing kept. */
  best(request: Received): Reply;
  /** For `GET /fake/state`. */
  state(): unknown;
  forget(): void;
}

export interface ReceiverOptions {
  /** 0: any free one. */
  readonly port?: number;
  readonly host?: string;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly faults: FaultPlan;
  /** Every request, the refused ones too. */
  readonly requests: readonly (Received & { readonly status: number })[];
}

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const send = (outgoing: ServerResponse, { status, headers = {}, body = "" }: Reply): number => {
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  outgoing.end(body);
  return status;
};

const sendCut = (outgoing: ServerResponse, { status, headers = {} }: Reply): number => {
  outgoing.writeHead(status, { ...headers, "content-length": 100 });
  outgoing.write("half", () => outgoing.socket?.destroy());
  return status;
};

/**
 * Serves one protocol at every path but those below `/fake/`, which answer questions: `GET` and `DELETE /fake/state`,
 * `POST` and `DELETE /fake/faults`.
 */
export const openReceiver = async (
  protocol: Protocol,
  { port = 0, host = "127.0.0.1" }: ReceiverOptions = {},
): Promise<Receiver> => {
  const faults = openFaultPlan();
  const requests: (Received & { readonly status: number })[] = [];

  const misbehave = ({ kind, status, headers, body }: Fault, request: Received, outgoing: ServerResponse): number => {
    switch (kind) {
      case "answer":
        return send(outgoing, { status, headers, body });
      case "html":
        return send(outgoing, { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" });
      case "empty":
        return send(outgoing, { status: 200 });
      case "lie":
        return send(outgoing, protocol.best(request));
      case "cut":
        return sendCut(outgoing, protocol.receive(request));
      case "reset":
        outgoing.socket?.resetAndDestroy();
        return 0;
      case "silence":
        return 0;
    }
  };

  const control = (what: string, body: Buffer): Reply => {
    switch (what) {
      case "GET /fake/state":
        return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(protocol.state()) };
      case "DELETE /fake/state":
        protocol.forget();
        requests.length = 0;
        return { status: 204 };
      case "POST /fake/faults":
        faults.add(faultSchema.parse(JSON.parse(body.toString("utf8"))));
        return { status: 204 };
      case "DELETE /fake/faults":
        faults.clear();
        return { status: 204 };
      default:
        return { status: 404, body: "no such question" };
    }
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = "GET", url: path = "/", headers: raw } = incoming;
    const headers = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value?.toString()]));
    const request = { method, path, headers, body: await bodyOf(incoming) };
    if (path.startsWith("/fake/")) {
      send(outgoing, control(`${method} ${path}`, request.body));
      return;
    }
    const fault = faults.next();
    const status =
      fault === undefined ? send(outgoing, protocol.receive(request)) : misbehave(fault, request, outgoing);
    requests.push({ ...request, status });
  };

  const server = createServer({ keepAliveTimeout: 30_000 }, (incoming, outgoing) => {
    outgoing.on("error", () => {});
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, { status: 400, body: String(error) });
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host}:${bound}`,
    faults,
    requests,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
