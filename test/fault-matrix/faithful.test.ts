import { createServer, type Socket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import type { HttpFailure, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import { answer, failures } from "./faults.ts";

/** The matrix plays the network: here the real client meets real servers that do the same, and must say the same. */

const client = nodeHttpClient();

afterAll(async () => {
  await client.close();
});

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json" },
  body: "[1,2,3]",
  timeoutMs: 5000,
  maxBodyBytes: 10_000,
  ...more,
});

/** Sends one request to a server that does this with a connection when the whole request is there. */
const met = async (
  act: (socket: Socket) => void,
  address: (port: number) => string,
  more: Partial<HttpRequest> = {},
): Promise<HttpResponse | HttpFailure> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      if (received.endsWith("[1,2,3]")) act(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const listening = server.address();
  const port = typeof listening === "object" && listening !== null ? listening.port : 0;
  try {
    return await client.request(post(address(port), more));
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
};

const plain = (port: number): string => `http://127.0.0.1:${port}/v1/points`;

const answering = (text: string, more?: Partial<HttpRequest>) => met((socket) => socket.write(text), plain, more);

describe("what the matrix says of the network, the real client says too:", () => {
  it("a host that does not resolve", async () => {
    // Too long a label for any resolver to ask for.
    const found = await client.request(post(`http://${"x".repeat(64)}.invalid/`));
    expect(found).toMatchObject({ ok: false, reason: failures.notFound.reason });
  });

  it("TLS that fails", async () => {
    const found = await new Promise<HttpResponse | HttpFailure>((resolve) => {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      });
      server.listen(0, "127.0.0.1", () => {
        const listening = server.address();
        const port = typeof listening === "object" && listening !== null ? listening.port : 0;
        void client.request(post(`https://127.0.0.1:${port}/`)).then((result) => server.close(() => resolve(result)));
      });
    });
    expect(found).toMatchObject({ ok: false, reason: failures.tls.reason });
    expect(found.ok ? "" : found.detail).toContain("SSL routines");
  });

  it("a connection that is reset", async () => {
    expect(await met((socket) => socket.resetAndDestroy(), plain)).toMatchObject({
      ok: false,
      reason: failures.reset.reason,
    });
  });

  it("an answer that is cut off", async () => {
    const cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{";
    expect(await met((socket) => socket.end(cut), plain)).toMatchObject({
      ok: false,
      reason: failures.cutOff.reason,
    });
  });

  it("silence", async () => {
    expect(await met(() => {}, plain, { timeoutMs: 50 })).toMatchObject({ ok: false, reason: "timeout" });
    const giveUp = AbortSignal.timeout(50);
    expect(await met(() => {}, plain, { signal: giveUp })).toMatchObject({ ok: false, reason: "aborted" });
  });

  it("nothing with 200", async () => {
    expect(await answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).toEqual(answer(200));
  });

  it("HTML with 200, and 429 with its headers", async () => {
    const head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: 8\r\n\r\n";
    expect(await answering(`${head}<p>no</p`)).toEqual(
      answer(200, "<p>no</p", { "content-type": "text/html; charset=utf-8" }),
    );
    const limited = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\ncontent-length: 2\r\n\r\n{}";
    expect(await answering(limited)).toEqual(answer(429, "{}", { "retry-after": "120" }));
  });

  it("an answer that is too long", async () => {
    const found = await answering("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nhello world", { maxBodyBytes: 10 });
    expect(found).toMatchObject({ ok: false, reason: "too-large" });
  });
});
