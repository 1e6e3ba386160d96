import { createServer, type Socket } from "node:net";

/** A server that says exactly what it is told to, byte by byte. */
export interface RawServer {
  /** `http://127.0.0.1:PORT`, or a name where it listens on a unix socket. */
  readonly url: string;
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** `answer` is called for each request (requests without a body), with its head. */
export const openRawServer = (
  answer: (socket: Socket, head: string) => void,
  socketPath?: string,
): Promise<RawServer> => {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = received.slice(0, end);
      received = "";
      answer(socket, head);
    });
  });
  const opened = (): RawServer => {
    const address = server.address();
    return {
      url: typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "http://docker",
      connections: () => connections,
      open: () => sockets.size,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    };
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath === undefined ? { host: "127.0.0.1", port: 0 } : { path: socketPath }, () =>
      resolve(opened()),
    );
  });
};

/** An answer with a body of known length. */
export const plainAnswer = (body: string | Buffer, head = "HTTP/1.1 200 OK"): Buffer => {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`${head}\r\ncontent-length: ${bytes.length}\r\n\r\n`), bytes]);
};

export const chunkedHead = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

export const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
