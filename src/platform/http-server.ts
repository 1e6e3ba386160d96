import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ServeHttp, ServerReply, ServerRequest } from "../ports/http-server.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { errorCode, errorText } from "./error-text.ts";

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
    remoteAddress: (incoming.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
  };
};

/** Without a copy where bytes came. */
const bytesOf = (body: string | Uint8Array): Buffer =>
  typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

const send = (outgoing: ServerResponse, reply: ServerReply, headOnly: boolean): void => {
  const { fault } = reply;
  if (fault === "silence") return;
  if (fault === "reset") {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const body = bytesOf(reply.body ?? "");
  outgoing.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  if (fault !== undefined) {
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

const listen = (server: Server, host: string | undefined, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(host === undefined ? { port } : { host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });

const close = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

/** Node's HTTP server. Request headers have 10 s, so that a slow peer holds nothing for long. */
export const serveHttp: ServeHttp = async ({ host, port }, handler) => {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    // A peer that goes away while it is answered is its own business.
    outgoing.on("error", () => {});
    incoming.resume();
    try {
      send(outgoing, await handler(toRequest(incoming)), incoming.method === "HEAD");
    } catch {
      if (!outgoing.headersSent) outgoing.writeHead(500, { "content-length": 0 });
      outgoing.end();
    }
  };
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    (incoming, outgoing) => {
      void answer(incoming, outgoing);
    },
  );
  server.on("clientError", (_error, socket) => socket.destroy());
  try {
    await listen(server, host, port);
  } catch (error) {
    return { ok: false, problem: listenProblem(error, `${host ?? "*"}:${port}`) };
  }
  const address = server.address();
  return {
    ok: true,
    port: typeof address === "object" && address !== null ? address.port : port,
    close: (graceMs) => close(server, graceMs),
  };
};
