import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { HttpLines, HttpRequest } from "../ports/http-client.ts";
import { nodeHttpClient } from "./http-client.ts";
import { chunk, chunkedHead, openRawServer, plainAnswer, type RawServer } from "./test/raw-server.ts";
import { withoutRights } from "./test/rights.ts";

const client = nodeHttpClient();
const servers: RawServer[] = [];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-"));
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true });
});

const serve = async (answer: (socket: Socket, head: string) => void, socketPath?: string): Promise<RawServer> => {
  const server = await openRawServer(answer, socketPath);
  servers.push(server);
  return server;
};

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  url,
  timeoutMs: 5000,
  maxBodyBytes: 1000,
  ...more,
});

const ask = (url: string, more: Partial<HttpRequest> = {}) => client.request(get(url, more));

/** What a server that answers this makes of a request. */
const answered = async (
  answer: string | Buffer,
  after: "leave open" | "end" | "reset",
  more: Partial<HttpRequest> = {},
) => {
  const { url } = await serve((socket) => {
    socket.write(answer, () => {
      if (after === "end") socket.end();
      // Not in the same breath, or the bytes before may be lost with it.
      if (after === "reset") setTimeout(() => socket.resetAndDestroy(), 20);
    });
  });
  return ask(url, more);
};

describe("a request", () => {
  it("gives status, headers and body", async () => {
    const { url } = await serve((socket, head) => {
      socket.write(plainAnswer(head.split("\r\n")[0] ?? "", "HTTP/1.1 201 Created\r\nX-One: a\r\nx-one: b"));
    });
    expect(await ask(`${url}/task/stats?x=1&y=%20`)).toEqual({
      ok: true,
      status: 201,
      headers: { "x-one": "a, b", "content-length": "34" },
      body: "GET /task/stats?x=1&y=%20 HTTP/1.1",
    });
  });

  it.each([204, 404, 429, 500])("takes status %i for an answer", async (status) => {
    expect(await answered(plainAnswer("", `HTTP/1.1 ${status} Whatever`), "leave open")).toMatchObject({
      ok: true,
      status,
    });
  });

  it.each([301, 302, 307, 308])("does not follow a redirect (%i)", async (status) => {
    let others = 0;
    const other = await serve((socket) => {
      others += 1;
      socket.write(plainAnswer("secret"));
    });
    const head = `HTTP/1.1 ${status} Moved\r\nlocation: ${other.url}/`;
    expect(await answered(plainAnswer("", head), "leave open")).toMatchObject({
      ok: true,
      status,
      headers: { location: `${other.url}/` },
    });
    expect(others).toBe(0);
  });

  it("sends method, headers and body", async () => {
    const { url } = await serve((socket, head) => socket.write(plainAnswer(head.toLowerCase())));
    const answer = await ask(`${url}/x`, { method: "POST", headers: { "x-key": "Value" }, body: "abc" });
    expect(answer.ok && answer.body).toMatch(/^post \/x http\/1\.1\r\n/);
    expect(answer.ok && answer.body).toContain("x-key: value");
    expect(answer.ok && answer.body).toContain("content-length: 3");
  });

  it("decodes UTF-8, and what is none as well as can be", async () => {
    const bytes = Buffer.from([0xc3, 0xa9, 0xff, 0x41]);
    expect(await answered(plainAnswer(bytes), "leave open")).toMatchObject({ ok: true, body: "é\ufffdA" });
  });

  it("gives the bytes as they came, when asked for them", async () => {
    const answer = Buffer.from([0x08, 0xac, 0x02, 0xff]);
    const head = Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
    const got = await answered(Buffer.concat([head, answer]), "leave open", { binary: true });
    expect(got).toMatchObject({ ok: true, bytes: answer });
    expect(await answered(Buffer.concat([head, answer]), "leave open")).not.toHaveProperty("bytes");
  });

  it("reads a body of any length that ends with the connection", async () => {
    expect(await answered("HTTP/1.1 200 OK\r\n\r\nwhole", "end")).toMatchObject({ ok: true, body: "whole" });
  });

  it("takes the next request over a connection that is there", async () => {
    const server = await serve((socket) => socket.write(plainAnswer("x")));
    for (let number = 0; number < 20; number += 1) expect((await ask(server.url)).ok).toBe(true);
    // The first may not be free yet when the second request comes.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("has a bounded number of connections, and serves all requests over them", async () => {
    const server = await serve((socket) => setTimeout(() => socket.write(plainAnswer("x")), 5));
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(server.url)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(server.connections()).toBeLessThanOrEqual(32);
  });
});

describe("a request that fails", () => {
  it("is refused where nobody listens", async () => {
    const server = await serve(() => {});
    await server.close();
    expect(await ask(server.url)).toMatchObject({ ok: false, reason: "refused" });
  });

  it("does not find a host that is not there", async () => {
    // A label this long is refused by the resolver itself: no query leaves the machine.
    expect(await ask(`http://${"x".repeat(64)}/`)).toMatchObject({ ok: false, reason: "not-found" });
  });

  it.each(["nonsense", "http://", "ftp://127.0.0.1/"])("does not throw at an address such as %s", async (url) => {
    expect(await ask(url)).toMatchObject({ ok: false, reason: "other" });
  });

  it("is reset when the connection closes without an answer", async () => {
    expect(await answered("", "end")).toMatchObject({ ok: false, reason: "reset" });
    expect(await answered("", "reset")).toMatchObject({ ok: false, reason: "reset" });
    expect(await answered("HTTP/1.1 200 OK\r\nx-half: ", "end")).toMatchObject({ ok: false, reason: "reset" });
  });

  it.each(["end", "reset"] as const)("is reset when the body is cut (%s)", async (after) => {
    expect(await answered("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", after)).toMatchObject({
      ok: false,
      reason: "reset",
    });
    expect(await answered(`${chunkedHead}${chunk("half")}`, after)).toMatchObject({ ok: false, reason: "reset" });
    expect(await answered(`${chunkedHead}a\r\nhalf`, after)).toMatchObject({ ok: false, reason: "reset" });
  });

  it.each([
    ["no HTTP at all", "220 smtp.example ESMTP\r\n"],
    ["chunks that are none", `${chunkedHead}zz\r\nhalf\r\n`],
  ])("does not throw at %s", async (_, answer) => {
    const outcome = await answered(answer, "end");
    expect(outcome).toMatchObject({ ok: false });
    expect(!outcome.ok && ["other", "reset"]).toContain(!outcome.ok && outcome.reason);
  });

  it.each([
    ["the connection is silent", ""],
    ["the head is half", "HTTP/1.1 200 OK\r\nx-half: "],
    ["the body is half", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"],
    ["a chunk is half", `${chunkedHead}a\r\nhalf`],
  ])("is out of time when %s", async (_, answer) => {
    const startedMs = performance.now();
    expect(await answered(answer, "leave open", { timeoutMs: 150 })).toEqual({
      ok: false,
      reason: "timeout",
      detail: "no full answer within 150 ms",
    });
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });

  it("is out of time as a whole, however often a byte comes", async () => {
    const { url } = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    });
    expect(await ask(url, { timeoutMs: 200 })).toMatchObject({ ok: false, reason: "timeout" });
  });

  it("is too large by its announced length, before the body is read", async () => {
    const outcome = await answered("HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n", "leave open");
    expect(outcome).toEqual({ ok: false, reason: "too-large", detail: "the body is longer than 1000 bytes" });
    expect(await answered(plainAnswer("x".repeat(1000)), "leave open")).toMatchObject({ ok: true });
  });

  it("is too large by what comes, and lets the connection go", async () => {
    const server = await serve((socket) => {
      socket.write(chunkedHead);
      const flood = setInterval(() => socket.write(chunk("x".repeat(300))), 1);
      socket.on("close", () => clearInterval(flood));
    });
    expect(await ask(server.url)).toMatchObject({ ok: false, reason: "too-large" });
    await expect.poll(server.open).toBe(0);
  });

  it("is given up when the caller says so, before the head and in the body", async () => {
    for (const answer of ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"]) {
      const caller = new AbortController();
      const { url } = await serve((socket) => {
        socket.write(answer);
        setTimeout(() => caller.abort(), 20);
      });
      expect(await ask(url, { signal: caller.signal })).toMatchObject({ ok: false, reason: "aborted" });
    }
  });

  it("is not even sent when the caller had given up before", async () => {
    const server = await serve((socket) => socket.write(plainAnswer("x")));
    expect(await ask(server.url, { signal: AbortSignal.abort() })).toMatchObject({ ok: false, reason: "aborted" });
    expect(server.connections()).toBe(0);
  });

  it("does not spoil the next one", async () => {
    let number = 0;
    const { url } = await serve((socket) => {
      number += 1;
      if (number === 1) socket.resetAndDestroy();
      else socket.write(plainAnswer("fine"));
    });
    expect(await ask(url)).toMatchObject({ ok: false, reason: "reset" });
    expect(await ask(url)).toMatchObject({ ok: true, body: "fine" });
  });
});

describe("unix sockets", () => {
  it("are spoken to, with the URL's host as a name only", async () => {
    const socketPath = join(folder, "a.sock");
    await serve((socket, head) => socket.write(plainAnswer(head)), socketPath);
    const answer = await ask("http://docker/v1.41/info", { socketPath });
    expect(answer.ok && answer.body).toMatch(/^GET \/v1\.41\/info HTTP\/1\.1\r\nhost: docker\r\n/i);
  });

  it("are not mixed up", async () => {
    const paths = ["one", "two"].map((name) => join(folder, `${name}.sock`));
    for (const socketPath of paths) await serve((socket) => socket.write(plainAnswer(socketPath)), socketPath);
    for (const socketPath of paths)
      expect(await ask("http://docker/", { socketPath })).toMatchObject({ body: socketPath });
  });

  it("are not found where there is none, or where the path goes through a file", async () => {
    await writeFile(join(folder, "plain"), "");
    for (const name of ["missing.sock", "plain/x.sock"]) {
      expect(await ask("http://docker/", { socketPath: join(folder, name) })).toMatchObject({
        ok: false,
        reason: "not-found",
      });
    }
  });

  it("are refused where a file is no socket, or nobody listens any more", async () => {
    await writeFile(join(folder, "file.sock"), "");
    expect(await ask("http://docker/", { socketPath: join(folder, "file.sock") })).toMatchObject({
      ok: false,
      reason: "refused",
    });
  });

  it("are forbidden without the right", async () => {
    const socketPath = join(folder, "forbidden.sock");
    await serve((socket) => socket.write(plainAnswer("x")), socketPath);
    await chmod(socketPath, 0o000);
    const answer = await withoutRights(() => ask("http://docker/", { socketPath }));
    expect(answer).toMatchObject({ ok: false, reason: "forbidden" });
  });
});

const linesOf = async (url: string, more: Partial<HttpRequest> = {}): Promise<HttpLines> => {
  const answer = await client.lines(get(url, more));
  if (!answer.ok) throw new Error(answer.detail);
  return answer;
};

const all = async ({ lines }: HttpLines): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

describe("lines", () => {
  it("come as they are sent, whatever the pieces", async () => {
    const pieces = ["one\ntw", "o\r\n", "\nd", "r", "ei é"];
    const { url } = await serve((socket) => {
      socket.write(chunkedHead);
      const [first = "", second = ""] = [pieces.join("").slice(0, 14), pieces.join("").slice(14)];
      for (const piece of [...first, second]) socket.write(chunk(piece));
      socket.write("0\r\n\r\n");
    });
    const answer = await linesOf(url);
    expect(answer.status).toBe(200);
    expect(await all(answer)).toEqual(["one", "two", "", "drei é"]);
  });

  it("come before the answer is over, and long after the timeout", async () => {
    const go: (() => void)[] = [];
    const { url } = await serve((socket) => {
      socket.write(`${chunkedHead}${chunk("first\nsecond")}`);
      go.push(() => socket.write(`${chunk("\n")}0\r\n\r\n`));
    });
    const { lines } = await linesOf(url, { timeoutMs: 100 });
    const reader = lines[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: "first" });
    setTimeout(() => {
      for (const finish of go) finish();
    }, 250);
    expect(await reader.next()).toEqual({ done: false, value: "second" });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("split characters of several bytes rightly", async () => {
    const bytes = Buffer.from("é€😀\n");
    const { url } = await serve((socket) => {
      socket.setNoDelay(true);
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      let at = 0;
      const drip = setInterval(() => {
        if (at < bytes.length) socket.write(bytes.subarray(at, at + 1));
        else socket.end();
        at += 1;
      }, 2);
      socket.on("close", () => clearInterval(drip));
    });
    expect(await all(await linesOf(url))).toEqual(["é€😀"]);
  });

  it.each(["end", "reset"] as const)(
    "end quietly when the stream breaks off (%s), without half a line",
    async (after) => {
      const { url } = await serve((socket) => {
        socket.write(`${chunkedHead}${chunk("whole\nhal")}`);
        setTimeout(() => (after === "end" ? socket.destroy() : socket.resetAndDestroy()), 20);
      });
      expect(await all(await linesOf(url))).toEqual(["whole"]);
    },
  );

  it("end when the caller says so", async () => {
    const caller = new AbortController();
    const server = await serve((socket) => socket.write(`${chunkedHead}${chunk("one\n")}`));
    const answer = await linesOf(server.url, { signal: caller.signal });
    setTimeout(() => caller.abort(), 20);
    expect(await all(answer)).toEqual(["one"]);
    await expect.poll(server.open).toBe(0);
  });

  it("let the connection go when the reader has enough", async () => {
    const server = await serve((socket) => socket.write(`${chunkedHead}${chunk("one\ntwo\n")}`));
    for await (const line of (await linesOf(server.url)).lines) {
      expect(line).toBe("one");
      break;
    }
    await expect.poll(server.open).toBe(0);
  });

  it("end at a line that is too long, with or without an end", async () => {
    for (const end of ["\n", ""]) {
      const server = await serve((socket) => {
        socket.write(`${chunkedHead}${chunk(`short\n${"x".repeat(990)}`)}`);
        socket.write(chunk(`${"x".repeat(20)}${end}`));
      });
      expect(await all(await linesOf(server.url))).toEqual(["short"]);
      await expect.poll(server.open).toBe(0);
    }
  });

  it("have a bound each, not together", async () => {
    const { url } = await serve((socket) => {
      socket.write(`${chunkedHead}${chunk(`${"x".repeat(1000)}\n`.repeat(5))}0\r\n\r\n`);
    });
    expect(await all(await linesOf(url))).toEqual(Array.from({ length: 5 }, () => "x".repeat(1000)));
  });

  it("fail as requests do before the head has come", async () => {
    const { url } = await serve(() => {});
    expect(await client.lines(get(url, { timeoutMs: 100 }))).toMatchObject({ ok: false, reason: "timeout" });
    expect(await client.lines(get(url, { signal: AbortSignal.timeout(20) }))).toMatchObject({
      ok: false,
      reason: "aborted",
    });
    const gone = await serve(() => {});
    await gone.close();
    expect(await client.lines(get(gone.url))).toMatchObject({ ok: false, reason: "refused" });
    expect(await client.lines(get(url, { signal: AbortSignal.abort() }))).toMatchObject({ reason: "aborted" });
    expect(await client.lines(get("nonsense"))).toMatchObject({ ok: false, reason: "other" });
  });

  it("do no harm when nobody reads them and the stream breaks off", async () => {
    const { url, open } = await serve((socket) => {
      socket.write(`${chunkedHead}${chunk("one\n")}`);
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    const answer = await linesOf(url);
    await expect.poll(open).toBe(0);
    expect((await all(answer)).length).toBeLessThanOrEqual(1);
  });
});

describe("close", () => {
  it("ends what is open, and can be called twice", async () => {
    const own = nodeHttpClient();
    const server = await serve((socket, head) => {
      if (head.startsWith("GET /lines")) socket.write(`${chunkedHead}${chunk("one\n")}`);
    });
    const answer = await own.lines(get(`${server.url}/lines`));
    const request = own.request(get(server.url));
    await expect.poll(server.open).toBe(2);
    const found = answer.ok ? all(answer) : Promise.resolve([]);
    await own.close();
    await own.close();
    expect(await request).toMatchObject({ ok: false, reason: "aborted" });
    expect(await found).toEqual(["one"]);
    await expect.poll(server.open).toBe(0);
  });
});
