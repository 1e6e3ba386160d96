import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { ReplyStream, ServeHttp, ServerReply, ServerRequest } from "../ports/http-server.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { errorCode, errorText } from "./error-text.ts";

/** An `import` of it asks for every name it has, and so loads Node's own fetch and HTTP/2: 16 MB, and half of the start. */
const { createServer } = process.getBuiltinModule("node:http");

const toRequest = (incoming: IncomingMessage): ServerRequest => {
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
    headers,
    remoteAddress: (incoming.socket.remoteAddress ?? "").replace(/^::ffff:/i, ""),
  };
};

/** The body of a reply that is written over time. */
const streamOf = (outgoing: ServerResponse): ReplyStream => ({
  write: (chunk) => outgoing.writableEnded || outgoing.destroyed || outgoing.write(chunk),
  end: () => {
    outgoing.end();
  },
  onDrain: (listener) => outgoing.on("drain", listener),
  onClose: (listener) => outgoing.once("close", listener),
});

/** The head goes out at once, so that the peer knows that it is connected before there is anything to tell. */
const sendStream = (outgoing: ServerResponse, { status, headers, stream }: ServerReply, headOnly: boolean): void => {
  // The connection ends with the stream: nobody asks for more on it.
  outgoing.shouldKeepAlive = false;
  outgoing.writeHead(status, headers);
  if (headOnly || stream === undefined) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  stream(streamOf(outgoing));
};

const send = (outgoing: ServerResponse, reply: ServerReply, headOnly: boolean): void => {
  const { fault } = reply;
  if (fault === "silence") return;
  if (fault === "reset") {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  if (reply.stream !== undefined) {
    sendStream(outgoing, reply, headOnly);
    return;
  }
  const body = Buffer.from(reply.body ?? "");
  // The length in a 304 would be that of the body which the peer has already.
  outgoing.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.status === 304 ? {} : { "content-length": body.length }),
  });
  if (fault !== undefined) {
    outgoing.flushHeaders();
    outgoing.write(body.subarray(0, fault.cutAfterBytes), () => outgoing.socket?.destroy());
    return;
  }
  outgoing.end(headOnly ? undefined : body);
};

const listenProblem = (error: unknown, address: string): Problem => {
  const code = errorCode(error);
  if (code === "EADDRINUSE") return problem("port-in-use", address);
  if (code === "EACCES") return problem("port-forbidden", address);
  return problem("address-missing", address, errorText(error));
};

/** Without a host: all addresses, IPv6 and IPv4; where the machine has no IPv6, Node listens on IPv4 alone. */
const listen = (server: Server, host: string | undefined, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(host === undefined ? { port } : { host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });

/**
 * What a slow or silent peer may hold: headers 10 s, the whole request 30 s, an answer it does not read 60 s (a stream
 * too: only bytes that the peer takes count as life), and no more than 1,000 connections among all of them. (Each limit
 * is looked at every 5 s.)
 */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
};
const connectionsAtMost = 1000;

export interface ServeOptions {
  /** How long a peer may leave an answer unread. */
  readonly unreadTimeoutMs: number;
}

/** Node's HTTP server. */
export const openServe =
  ({ unreadTimeoutMs }: ServeOptions): ServeHttp =>
  async ({ host, port }, handler) => {
    let closing = false;
    const streaming = new Set<ServerResponse>();
    const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
      // A peer that goes away while it is answered is its own business.
      outgoing.on("error", () => {});
      incoming.resume();
      try {
        const reply = await handler(toRequest(incoming));
        // Else the peer would keep the connection, and the server could not end.
        if (closing) outgoing.shouldKeepAlive = false;
        if (reply.stream !== undefined) {
          streaming.add(outgoing);
          outgoing.once("close", () => streaming.delete(outgoing));
        }
        send(outgoing, reply, incoming.method === "HEAD");
        if (closing && reply.stream !== undefined) outgoing.end();
      } catch {
        if (!outgoing.headersSent) outgoing.writeHead(500, { "content-length": 0 });
        outgoing.end();
      }
    };
    const server = createServer(limits, (incoming, outgoing) => {
      void answer(incoming, outgoing);
    });
    server.maxConnections = connectionsAtMost;
    server.setTimeout(unreadTimeoutMs);
    try {
      await listen(server, host, port);
    } catch (error) {
      return { ok: false, problem: listenProblem(error, `${host ?? "*"}:${port}`) };
    }
    // What fails later (too many open files) concerns the connection that came, not the server.
    server.on("error", () => {});
    const address = server.address();
    return {
      ok: true,
      port: typeof address === "object" && address !== null ? address.port : port,
      close: (graceMs) =>
        new Promise((resolve) => {
          closing = true;
          for (const outgoing of streaming) outgoing.end();
          const cut = setTimeout(() => server.closeAllConnections(), graceMs);
          server.close(() => {
            clearTimeout(cut);
            resolve();
          });
          server.closeIdleConnections();
        }),
    };
  };

export const serveHttp: ServeHttp = openServe({ unreadTimeoutMs: 60_000 });
