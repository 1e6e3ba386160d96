import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { accessLog } from "./access-log.ts";
import { attend } from "./attendance.ts";
import { openShopMetrics } from "./shop-metrics.ts";

/**
 * A small shop: some pages, some missing, one that fails now and then, and its own metrics at /metrics.
 * Usage: web-server [port, 0 for any free one] [access log].
 */
const pages: Readonly<Record<string, { status: number; bytes: number }>> = {
  "/": { status: 200, bytes: 5_120 },
  "/products": { status: 200, bytes: 12_288 },
  "/cart": { status: 302, bytes: 0 },
  "/checkout": { status: 500, bytes: 160 },
};

const wantedPort = Number(process.argv[2] ?? "0");
const log = accessLog(process.argv[3]);
const metrics = openShopMetrics();
const sockets = new Set<Socket>();
const closed = { rxBytes: 0, txBytes: 0 };
let requests = 0;

const missing = { status: 404, bytes: 120 };

const answer = (request: IncomingMessage, response: ServerResponse): void => {
  requests++;
  if (request.url === "/metrics") {
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    response.end(metrics.text());
    return;
  }
  const startedMs = performance.now();
  const page = pages[request.url ?? ""];
  const { status, bytes } = page ?? missing;
  response.writeHead(status, { "content-type": "text/html", ...(status === 302 ? { location: "/products" } : {}) });
  response.end("x".repeat(bytes), () => {
    const ms = performance.now() - startedMs;
    log(request, status, bytes, ms);
    // Of pages that there are: a path is a visitor's to choose, and every one would be a series.
    metrics.answered(page === undefined ? "other" : (request.url ?? ""), status, ms / 1000);
  });
};

const server = createServer(answer);
server.on("connection", (socket) => {
  sockets.add(socket);
  socket.once("close", () => {
    sockets.delete(socket);
    closed.rxBytes += socket.bytesRead;
    closed.txBytes += socket.bytesWritten;
  });
});

const counts = () => {
  let { rxBytes, txBytes } = closed;
  for (const socket of sockets) {
    rxBytes += socket.bytesRead;
    txBytes += socket.bytesWritten;
  }
  return { rxBytes, rxMessages: requests, txBytes, txMessages: requests };
};

server.listen(wantedPort, "127.0.0.1", () => {
  const address: AddressInfo | string | null = server.address();
  attend({ port: typeof address === "object" && address !== null ? address.port : 0 }, counts);
});
