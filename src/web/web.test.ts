import { describe, expect, it } from "vitest";
import type { Snapshot } from "../model/snapshot.ts";
import { gzip } from "../platform/gzip.ts";
import type { ServerRequest } from "../ports/http-server.ts";
import type { PullOutput } from "../ports/output.ts";
import { documentRoute, isLocal } from "./documents.ts";
import { expositionRoute } from "./exposition.ts";
import { healthRoute } from "./health.ts";
import { dispatch, type Route } from "./server.ts";

const request = (overrides: Partial<ServerRequest> = {}): ServerRequest => ({
  method: "GET",
  path: "/metrics",
  query: new URLSearchParams(),
  headers: { host: "localhost:9546" },
  remoteAddress: "127.0.0.1",
  ...overrides,
});

const snapshot = (takenAtMs: number): Snapshot => ({ takenAtMs, form: "sidecar", entries: [], inputs: [] });

const route: Route = { path: "/metrics", description: "metrics", answer: () => ({ status: 200, body: "up 1\n" }) };

describe("dispatch", () => {
  const answer = dispatch({ routes: [route], page: { answer: () => undefined }, gate: () => undefined });

  it("answers a known path", async () => {
    expect(await answer(request())).toEqual({ status: 200, body: "up 1\n" });
  });

  it("lists what there is at the root", async () => {
    const reply = await answer(request({ path: "/" }));
    expect(reply.status).toBe(200);
    expect(reply.body).toContain("/metrics");
  });

  it("says what there is when a path is unknown", async () => {
    const reply = await answer(request({ path: "/metric" }));
    expect(reply.status).toBe(404);
    expect(reply.body).toContain("There is no /metric here");
    expect(reply.body).toContain("/metrics");
  });

  it("refuses to be written to", async () => {
    const reply = await answer(request({ method: "POST" }));
    expect(reply.status).toBe(405);
    expect(reply.headers?.allow).toBe("GET, HEAD");
  });
});

describe("exposition", () => {
  const renderings: string[] = [];
  const output: PullOutput = {
    path: "/metrics",
    variant: ({ accept }) => (accept.includes("openmetrics") ? "openmetrics" : "text"),
    render: ({ takenAtMs }, variant) => {
      renderings.push(variant);
      return { contentType: `x/${variant}`, body: `é ${takenAtMs}\n`, problems: [] };
    },
  };
  let current = snapshot(1);
  const exposed: number[] = [];
  const metrics = expositionRoute({
    name: "prometheus",
    description: "",
    output,
    gzip,
    current: () => current,
    onExposed: ({ bytes }) => exposed.push(bytes),
  });

  it("renders a snapshot once per variant, and anew when it is replaced", async () => {
    await metrics.answer(request());
    await metrics.answer(request());
    await metrics.answer(request({ headers: { accept: "application/openmetrics-text" } }));
    expect(renderings).toEqual(["text", "openmetrics"]);
    current = snapshot(2);
    const reply = await metrics.answer(request());
    expect(renderings).toEqual(["text", "openmetrics", "text"]);
    expect(new TextDecoder().decode(Buffer.from(reply.body ?? ""))).toBe("é 2\n");
  });

  it("counts bytes before compression", async () => {
    exposed.length = 0;
    await metrics.answer(request({ headers: { "accept-encoding": "gzip, deflate" } }));
    expect(exposed).toEqual([5]);
  });

  it("compresses for readers that take it", async () => {
    const reply = await metrics.answer(request({ headers: { "accept-encoding": "gzip" } }));
    expect(reply.headers?.["content-encoding"]).toBe("gzip");
    const plain = await metrics.answer(request({ headers: { "accept-encoding": "br" } }));
    expect(plain.headers?.["content-encoding"]).toBeUndefined();
  });
});

describe("documents", () => {
  const documents = () => ({ task: { body: '{"a":1}', contentType: "application/json", fetchedAtMs: 0 } });
  const route = (readership: "loopback" | "any" | "off") => documentRoute({ name: "task", readership, documents });
  const remote = request({ remoteAddress: "10.0.0.7" });

  it("gives the source's JSON as it came", async () => {
    const reply = await route("loopback").answer(request());
    expect(reply).toMatchObject({ status: 200, body: '{"a":1}' });
    expect(reply.headers?.["last-modified"]).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
  });

  it("answers other machines only when told so", async () => {
    expect((await route("loopback").answer(remote)).status).toBe(403);
    expect((await route("any").answer(remote)).status).toBe(200);
    expect((await route("off").answer(request())).status).toBe(403);
  });

  it("says why there is none", async () => {
    const reply = await documentRoute({ name: "stats", readership: "any", documents }).answer(remote);
    expect(reply.status).toBe(404);
    expect(reply.body).toContain("no input has fetched it");
  });

  it.each([
    ["127.0.0.1", "localhost:9546", true],
    ["127.0.0.5", "127.0.0.5", true],
    ["::1", "[::1]:9546", true],
    ["127.0.0.1", "evil.example:9546", false],
    ["127.0.0.1", undefined, false],
    ["10.0.0.7", "localhost:9546", false],
  ])("from %s for %s: local is %s", (remoteAddress, host, local) => {
    expect(isLocal(request({ remoteAddress, headers: { host } }))).toBe(local);
  });
});

describe("health", () => {
  it("is 200 whatever the inputs do, and tells what they do", async () => {
    let errors: readonly string[] = [];
    const current = () => ({
      ...snapshot(1),
      inputs: [
        { name: "a", up: undefined },
        { name: "b", up: true },
        { name: "c", up: false },
      ],
    });
    const health = healthRoute({ current, errors: () => errors });
    const told = async (): Promise<unknown> => {
      const reply = await health.answer(request());
      expect(reply.status).toBe(200);
      return JSON.parse(String(reply.body));
    };
    const inputs = { a: "starting", b: "up", c: "down" };
    expect(await told()).toEqual({ status: "ok", inputs, problems: [] });
    errors = ["port-in-use", "config-value", "config-value"];
    expect(await told()).toEqual({ status: "degraded", inputs, problems: ["config-value", "port-in-use"] });
  });
});
