import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { accessLog } from "./access-log.ts";
import { attend } from "./attendance.ts";

/** A small shop: some pages, some missing, one that fails now and then. Usage: web-server [access log]. */
const pages: Readonly<Record<string, { status: number; bytes: number }>> = {
  "/": { status: 200, bytes: 5_120 },
  "/products": { status: 200, bytes: 12_288 },
  "/cart": { status: 302, bytes: 0 },
  "/checkout": { status: 500, bytes: 160 },
};

const log = accessLog(process.argv[2]);
const sockets = new Set<Socket>();
const closed = { rxBytes: 0, txBytes: 0 };
let requests = 0;

const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const startedMs = performance.now();
  const { status, bytes } = pages[request.url ?? ""] ?? { status: 404, bytes: 120 };
  requests++;
  response.writeHead(status, { "content-type": "text/html", ...(status === 302 ? { location: "/products" } : {}) });
  response.end("x".repeat(bytes), () => log(request, status, bytes, performance.now() - startedMs));
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

server.listen(0, "127.0.0.1", () => {
  const address: AddressInfo | string | null = server.address();
  attend({ port: typeof address === "object" && address !== null ? address.port : 0 }, counts);
});
