import { readFile } from "node:fs/promises";
import { Agent, type IncomingMessage, request as nodeRequest } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import type { ListenOptions, ReplyStream, RunningServer, ServerReply, ServerRequest } from "../ports/http-server.ts";
import { openServe, serveHttp } from "./http-server.ts";
import { withoutRights } from "./test/rights.ts";

const running: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
});

type Handler = (request: ServerRequest) => ServerReply | Promise<ServerReply>;

const serve = async (handler: Handler, options: ListenOptions = { host: "127.0.0.1", port: 0 }) => {
  const server = await serveHttp(options, handler);
  if (!server.ok) throw new Error(server.problem.code);
  running.push(server);
  return server;
};

interface Asked {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The whole answer came. */
  readonly complete: boolean;
}

/** Rejects when no head comes. */
const ask = (port: number, { host = "127.0.0.1", agent = new Agent(), ...more }: Asked = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = nodeRequest({ host, port, agent, ...more }, (response) => {
      const parts: Buffer[] = [];
      const finish = (): void =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
          complete: response.complete,
        });
      response.on("data", (part) => parts.push(part));
      response.on("error", () => {});
      response.on("close", finish);
    });
    sent.on("error", reject);
    sent.end();
  });

const openSocket = (port: number, send: string): Promise<{ readonly socket: Socket; received: () => string }> =>
  new Promise((resolve, reject) => {
    let received = "";
    const socket = connect({ host: "127.0.0.1", port }, () => {
      socket.write(send);
      resolve({ socket, received: () => received });
    });
    socket.on("data", (part) => {
      received += part.toString();
    });
    socket.on("error", reject);
  });

const hello: Handler = () => ({ status: 200, headers: { "content-type": "text/plain" }, body: "héllo" });

describe("an HTTP server", () => {
  it("gives the handler what was asked, and the peer what the handler says", async () => {
    let seen: ServerRequest | undefined;
    const { port } = await serve((request) => {
      seen = request;
      return { status: 418, headers: { "x-a": "b" }, body: new TextEncoder().encode("tea") };
    });
    const answer = await ask(port, {
      method: "POST",
      path: "/a%20b?x=1&x=2&y",
      headers: { "X-Own": "One", accept: "text/plain" },
    });
    expect(answer).toMatchObject({ status: 418, body: "tea", headers: { "x-a": "b", "content-length": "3" } });
    expect(seen).toMatchObject({
      method: "POST",
      path: "/a%20b",
      headers: { "x-own": "One", accept: "text/plain" },
      remoteAddress: "127.0.0.1",
    });
    expect([seen?.query.getAll("x"), seen?.query.get("y"), seen?.query.get("z")]).toEqual([["1", "2"], "", null]);
  });

  it("counts bytes, not letters", async () => {
    const { port } = await serve(hello);
    expect(await ask(port)).toMatchObject({ body: "héllo", headers: { "content-length": "6" } });
  });

  it("answers HEAD with the head of the answer", async () => {
    const { port } = await serve(hello);
    expect(await ask(port, { method: "HEAD" })).toMatchObject({
      status: 200,
      body: "",
      headers: { "content-length": "6", "content-type": "text/plain" },
    });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("secret");
      },
    ],
    ["rejects", () => Promise.reject(new Error("secret"))],
    ["gives a header that cannot be", () => ({ status: 200, headers: { "x-a": "b\nc" } })],
    ["gives a status that cannot be", () => ({ status: 99 })],
  ] as const)("answers a bare 500 when the handler %s, and goes on", async (_, handler) => {
    let first = true;
    const { port } = await serve((request) => {
      if (!first) return hello(request);
      first = false;
      return handler();
    });
    expect(await ask(port)).toMatchObject({ status: 500, body: "" });
    expect(await ask(port)).toMatchObject({ status: 200 });
  });

  it.each([
    ["no HTTP", "\u0016\u0003\u0001 no HTTP\r\n\r\n", "400"],
    ["more headers than there may be", `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
  ])("tells a peer that sends %s, drops it and goes on", async (_, sent, status) => {
    const { port } = await serve(hello);
    const { socket, received } = await openSocket(port, sent);
    await expect.poll(() => socket.closed, { timeout: 10_000 }).toBe(true);
    expect(received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await ask(port)).toMatchObject({ status: 200 });
  });

  it("survives a peer that leaves while it is answered", async () => {
    let leave: () => void = () => {};
    const { port } = await serve(async ({ path }) => {
      if (path === "/leave") {
        leave();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return { status: 200, body: "x".repeat(1_000_000) };
    });
    const { socket } = await openSocket(port, "GET /leave HTTP/1.1\r\nhost: x\r\n\r\n");
    leave = () => socket.resetAndDestroy();
    await expect.poll(() => socket.closed).toBe(true);
    expect(await ask(port)).toMatchObject({ status: 200 });
  });

  it("takes the next request over the same connection", async () => {
    const { port } = await serve(hello);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers = [await ask(port, { agent }), await ask(port, { agent })];
    expect(answers.map(({ headers }) => headers.connection)).toEqual(["keep-alive", "keep-alive"]);
    agent.destroy();
  });
});

describe("addresses", () => {
  const addressOf = async (options: ListenOptions, host: string): Promise<string | undefined> => {
    let seen: string | undefined;
    const { port } = await serve((request) => {
      seen = request.remoteAddress;
      return { status: 200 };
    }, options);
    await ask(port, { host });
    return seen;
  };

  it("are all of IPv4 without a host, and IPv4 peers have IPv4 addresses", async () => {
    expect(await addressOf({ port: 0 }, "127.0.0.1")).toBe("127.0.0.1");
    expect(await addressOf({ host: undefined, port: 0 }, "127.0.0.1")).toBe("127.0.0.1");
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

  it("are all of IPv6 too, where the machine has it", async () => {
    const seen = await addressOf({ port: 0 }, hasIpv6 ? "::1" : "127.0.0.1");
    expect(seen).toBe(hasIpv6 ? "::1" : "127.0.0.1");
  });

  it("are one alone when told so", async () => {
    const { port } = await serve(hello, { host: "127.0.0.1", port: 0 });
    await expect(ask(port, { host: "::1" })).rejects.toThrow();
    expect(await ask(port)).toMatchObject({ status: 200 });
  });
});

describe("a port that cannot be opened", () => {
  it("is in use", async () => {
    const { port } = await serve(hello);
    expect(await serveHttp({ host: "127.0.0.1", port }, hello)).toEqual({
      ok: false,
      problem: { code: "port-in-use", subject: `127.0.0.1:${port}`, detail: "" },
    });
  });

  it("is in use by another program on all addresses", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    expect(await serveHttp({ port }, hello)).toMatchObject({
      ok: false,
      problem: { code: "port-in-use", subject: `*:${port}` },
    });
    await new Promise((resolve) => other.close(resolve));
  });

  it("is forbidden", async () => {
    const firstFree = Number(
      await readFile("/proc/sys/net/ipv4/ip_unprivileged_port_start", "utf8").catch(() => "1024"),
    );
    const found = await withoutRights(() => serveHttp({ host: "127.0.0.1", port: 81 }, hello));
    if (found.ok) running.push(found);
    // Containers may open every port.
    expect(found.ok || found.problem).toEqual(
      firstFree <= 81 || { code: "port-forbidden", subject: "127.0.0.1:81", detail: "" },
    );
  });

  it.each(["192.0.2.77", "2001:db8::77", "x".repeat(64)])("is at an address that is not here: %s", async (host) => {
    expect(await serveHttp({ host, port: 0 }, hello)).toMatchObject({
      ok: false,
      problem: { code: "address-missing", subject: `${host}:0` },
    });
  });
});

describe("faults", () => {
  it("reset: the connection is reset, without an answer", async () => {
    const { port } = await serve(() => ({ status: 200, body: "never", fault: "reset" }));
    await expect(ask(port)).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("silence: nothing comes, and the connection stays", async () => {
    let asked = false;
    const { port } = await serve(() => {
      asked = true;
      return { status: 200, body: "never", fault: "silence" };
    });
    const { socket, received } = await openSocket(port, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await expect.poll(() => asked).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([received(), socket.closed]).toEqual(["", false]);
    socket.destroy();
  });

  it.each([0, 1, 3])("cut: the head announces all, and %i bytes come", async (cutAfterBytes) => {
    const { port } = await serve(() => ({ status: 200, body: "never all", fault: { cutAfterBytes } }));
    const { socket, received } = await openSocket(port, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    await expect.poll(() => socket.closed).toBe(true);
    const [head = "", body] = received().split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toMatch(/content-length: 9/i);
    expect(body).toBe("never all".slice(0, cutAfterBytes));
  });
});

describe("close", () => {
  it("listens no more, and lets a running answer end", async () => {
    let answerNow: (() => void) | undefined;
    const { port, close } = await serve(async () => {
      await new Promise<void>((resolve) => {
        answerNow = resolve;
      });
      return { status: 200, body: "whole" };
    });
    const agent = new Agent({ keepAlive: true });
    const answer = ask(port, { agent });
    await expect.poll(() => answerNow).toBeDefined();
    const startedMs = performance.now();
    const closed = close(10_000);
    await expect(ask(port)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    answerNow?.();
    expect(await answer).toMatchObject({ body: "whole", complete: true, headers: { connection: "close" } });
    await closed;
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it("does not wait for connections that rest", async () => {
    const { port, close } = await serve(hello);
    const agent = new Agent({ keepAlive: true });
    await ask(port, { agent });
    const startedMs = performance.now();
    await close(10_000);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    agent.destroy();
  });

  it("cuts off what is left after its grace", async () => {
    let asked = false;
    const { port, close } = await serve(() => {
      asked = true;
      return { status: 200, fault: "silence" };
    });
    const failed = expect(ask(port)).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect.poll(() => asked).toBe(true);
    const startedMs = performance.now();
    await close(100);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(95);
    await failed;
  });

  it("can be called twice", async () => {
    const { close } = await serve(hello);
    await Promise.all([close(100), close(100)]);
    await close(100);
  });
});

describe("a reply that is written over time", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  /** A server of one stream for each connection. */
  const serveStreams = async (serveWith = serveHttp) => {
    const streams: ReplyStream[] = [];
    let closed = 0;
    const server = await serveWith({ host: "127.0.0.1", port: 0 }, () => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      stream: (to) => {
        streams.push(to);
        to.onClose(() => {
          closed += 1;
        });
      },
    }));
    if (!server.ok) throw new Error(server.problem.code);
    running.push(server);
    return { server, streams, closed: () => closed };
  };

  const get = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

  it("sends the head at once, and each chunk as it is written", async () => {
    const { server, streams } = await serveStreams();
    const { socket, received } = await openSocket(server.port, get);
    await expect.poll(received).toContain("content-type: text/event-stream");
    expect(streams[0]?.write(bytes("one"))).toBe(true);
    await expect.poll(received).toContain("one");
    expect(streams[0]?.write(bytes("two"))).toBe(true);
    await expect.poll(received).toContain("two");
    streams[0]?.end();
    await expect.poll(() => socket.closed).toBe(true);
    expect(streams[0]?.write(bytes("late"))).toBe(true);
    expect(received()).not.toContain("late");
  });

  it("has a head alone for HEAD", async () => {
    const { server, streams } = await serveStreams();
    expect(await ask(server.port, { method: "HEAD" })).toMatchObject({ status: 200, body: "", complete: true });
    expect(streams).toEqual([]);
  });

  it("knows when the peer has gone", async () => {
    const { server, closed } = await serveStreams();
    const { socket, received } = await openSocket(server.port, get);
    await expect.poll(received).toContain("200 OK");
    socket.destroy();
    await expect.poll(closed).toBe(1);
  });

  it("ends when the server closes, at once", async () => {
    const { server, closed } = await serveStreams();
    const { socket, received } = await openSocket(server.port, get);
    await expect.poll(received).toContain("200 OK");
    const startedMs = performance.now();
    await server.close(10_000);
    expect(performance.now() - startedMs).toBeLessThan(5000);
    await expect.poll(() => socket.closed).toBe(true);
    expect(closed()).toBe(1);
  });

  it("says when the peer does not keep up, and when it has again", async () => {
    const { server, streams } = await serveStreams();
    const { socket, received } = await openSocket(server.port, get);
    await expect.poll(received).toContain("200 OK");
    socket.pause();
    let drained = 0;
    streams[0]?.onDrain(() => {
      drained += 1;
    });
    const chunk = new Uint8Array(1_000_000).fill(97);
    let written = 0;
    while (streams[0]?.write(chunk) && written < 100) written += 1;
    expect(written).toBeLessThan(100);
    expect(drained).toBe(0);
    socket.resume();
    await expect.poll(() => drained).toBe(1);
    expect(streams[0]?.write(bytes("again"))).toBe(true);
    await expect.poll(() => received().endsWith("again\r\n")).toBe(true);
    socket.destroy();
  });

  it("outlives the time for unread answers while the peer reads, and not when it reads nothing", async () => {
    const { server, streams, closed } = await serveStreams(openServe({ unreadTimeoutMs: 300 }));
    const reader = await openSocket(server.port, get);
    await expect.poll(reader.received).toContain("200 OK");
    const sleeper = await openSocket(server.port, get);
    await expect.poll(sleeper.received).toContain("200 OK");
    sleeper.socket.pause();
    const chunk = new Uint8Array(1_000_000).fill(97);
    for (let number = 0; number < 100 && streams[1]?.write(chunk); number += 1);
    for (let beat = 0; beat < 20; beat += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      streams[0]?.write(bytes(":\n\n"));
    }
    await expect.poll(closed).toBe(1);
    expect(reader.socket.closed).toBe(false);
    streams[0]?.write(bytes("still here"));
    await expect.poll(reader.received).toContain("still here");
    reader.socket.destroy();
    sleeper.socket.destroy();
  });
});
