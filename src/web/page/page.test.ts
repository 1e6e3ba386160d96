import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../../platform/files.ts";
import { hashing } from "../../platform/hashing.ts";
import { serveHttp } from "../../platform/http-server.ts";
import type { RunningServer } from "../../ports/http-server.ts";
import { dispatch, type Route } from "../server.ts";
import { openPage } from "./page.ts";

const index = "<!doctype html><title>taskvitals</title>";
const script = "export const vitals = 1;".repeat(20);

let folder: string;
const running: RunningServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-page-"));
  await mkdir(join(folder, "assets"));
  const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
  await write("index.html", index);
  await write("built-from.txt", "secret of the build");
  await write("assets/index-0a1b.js", script);
  await write("assets/index-0a1b.js.br", brotliCompressSync(script));
  await write("assets/index-0a1b.js.gz", gzipSync(script));
  await write("assets/notes.txt", "no part of a page");
});

afterAll(async () => {
  await Promise.all(running.map((server) => server.close(0)));
  await rm(folder, { recursive: true });
});

const metrics: Route = { path: "/metrics", description: "metrics", answer: () => ({ status: 200, body: "up 1\n" }) };

/** The page of a folder on the real server; what the gate refuses is tested beside it. */
const serve = async (from: string): Promise<string> => {
  const page = openPage({ files: nodeFiles, hashing, folder: from });
  await page.load();
  const answer = dispatch({ routes: [metrics], page, gate: () => undefined });
  const server = await serveHttp({ host: "127.0.0.1", port: 0 }, answer);
  if (!server.ok) throw new Error(server.problem.code);
  running.push(server);
  return `http://127.0.0.1:${server.port}`;
};

const browser = { accept: "text/html,application/xhtml+xml", "accept-encoding": "gzip, deflate, br" };

describe("the page on the real server", () => {
  let origin: string;
  beforeAll(async () => {
    origin = await serve(folder);
  });

  it("is HTML for browsers and a list for others", async () => {
    const page = await fetch(`${origin}/`, { headers: browser });
    expect(page.status).toBe(200);
    expect(await page.text()).toBe(index);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("vary")).toBe("accept, accept-encoding");
    const list = await fetch(`${origin}/`, { headers: { accept: "*/*" } });
    expect(list.headers.get("content-type")).toContain("text/plain");
    expect(await list.text()).toContain("/metrics");
  });

  it("takes its state from the address, so that only / is HTML", async () => {
    expect((await fetch(`${origin}/?task=a`, { headers: browser })).status).toBe(200);
    expect((await fetch(`${origin}/task/a`, { headers: browser })).status).toBe(404);
  });

  it("is asked for anew each time, and not sent again while it is the same", async () => {
    const first = await fetch(`${origin}/`, { headers: browser });
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{16}"$/);
    const second = await fetch(`${origin}/`, { headers: { ...browser, "if-none-match": `"other", ${etag}` } });
    expect(second.status).toBe(304);
    expect(second.headers.get("content-length")).toBeNull();
    expect(await second.text()).toBe("");
  });

  it.each([
    ["gzip, deflate, br", "br"],
    ["gzip, br;q=0", "gzip"],
    ["identity", null],
  ])("sends to who takes %s what the build made: %s", async (accepted, coding) => {
    const asset = await fetch(`${origin}/assets/index-0a1b.js`, { headers: { "accept-encoding": accepted } });
    expect(asset.headers.get("content-encoding")).toBe(coding);
    expect(asset.headers.get("vary")).toBe("accept-encoding");
    expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await asset.text()).toBe(script);
  });

  it("has the compressed files' own lengths, and a head alone for HEAD", async () => {
    const head = await fetch(`${origin}/assets/index-0a1b.js`, {
      method: "HEAD",
      headers: { "accept-encoding": "br" },
    });
    expect(head.headers.get("content-length")).toBe(String(brotliCompressSync(script).length));
    expect(await head.text()).toBe("");
    expect(brotliDecompressSync(brotliCompressSync(script)).toString()).toBe(gunzipSync(gzipSync(script)).toString());
  });

  it.each([
    "/assets/none.js",
    "/assets/notes.txt",
    "/assets/../built-from.txt",
    "/assets/..%2fbuilt-from.txt",
    "/built-from.txt",
  ])("serves what belongs to the page and nothing else: %s", async (path) => {
    const reply = await fetch(`${origin}${path}`, { headers: browser });
    expect(reply.status).toBe(404);
    expect(await reply.text()).not.toContain("secret of the build");
  });

  it("lets the page load from here alone, and nobody else read or frame it", async () => {
    for (const path of ["/", "/assets/index-0a1b.js", "/api/nothing"]) {
      const { headers } = await fetch(`${origin}${path}`, { headers: browser });
      expect(headers.get("content-security-policy")).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      );
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
    expect((await fetch(`${origin}/metrics`)).headers.get("content-security-policy")).toBeNull();
  });
});

describe("a page that has not been built", () => {
  it("says so, and the rest answers", async () => {
    const origin = await serve(join(folder, "nowhere"));
    const reply = await fetch(`${origin}/`, { headers: browser });
    expect(reply.status).toBe(503);
    expect(await reply.text()).toContain("npm run build:page");
    expect((await fetch(`${origin}/metrics`)).status).toBe(200);
    expect((await fetch(`${origin}/`, { headers: { accept: "*/*" } })).status).toBe(200);
  });
});
