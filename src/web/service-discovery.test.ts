import { describe, expect, it } from "vitest";
import { gzip } from "../platform/gzip.ts";
import type { ServerRequest } from "../ports/http-server.ts";
import type { ScrapeTarget, ScrapeTargets } from "../ports/scrape-target.ts";
import { discoveryRoute } from "./service-discovery.ts";

const nowMs = 100_000;

const target = (more: Partial<ScrapeTarget> = {}, kind = "prometheus"): ScrapeTarget => ({
  target: {
    id: "c1/x",
    kind,
    name: "web",
    slot: 2,
    containerPort: 8080,
    hostPort: 32768,
    tags: { team: "shop", "cost.center": "7" },
  },
  container: { id: "c1", name: "app", image: "shop:1", labels: { SECRET: "x" } },
  task: { arn: "arn:task/aa", id: "aa", cluster: "shop", family: "web", revision: "7", service: "front" },
  scheme: "http",
  host: "127.0.0.1",
  port: 32768,
  path: "/metrics",
  by: "published",
  intervalMs: undefined,
  timeoutMs: undefined,
  ...more,
});

const ask = async (lists: readonly ScrapeTargets[], host: string | undefined = "10.0.1.5:9546", advertise?: string) => {
  const request: ServerRequest = {
    method: "GET",
    path: "/sd",
    query: new URLSearchParams(),
    headers: { host },
    remoteAddress: "10.0.9.9",
  };
  const { status, headers, body } = await discoveryRoute({
    targets: () => lists,
    advertise,
    gzip,
    now: () => nowMs,
  }).answer(request);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return { status, headers, groups: JSON.parse(text) };
};

const list = (...targets: readonly ScrapeTarget[]): ScrapeTargets => ({ targets, asOfMs: nowMs - 4000 });

describe("/sd", () => {
  it("gives each target with its address, and labels that stay beside those to choose by", async () => {
    const { status, headers, groups } = await ask([list(target({ path: "/m?a=1&a=2&b=3", intervalMs: 30_000 }))]);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "content-type": expect.stringContaining("application/json"), age: "4" });
    expect(groups).toEqual([
      {
        targets: ["10.0.1.5:32768"],
        labels: {
          team: "shop",
          cost_center: "7",
          instance: "10.0.1.5/web/2",
          container_name: "app",
          target: "web",
          slot: "2",
          cluster: "shop",
          service: "front",
          task_family: "web",
          __scheme__: "http",
          __metrics_path__: "/m",
          __param_a: "1",
          __param_b: "3",
          __scrape_interval__: "30s",
          __meta_taskvitals_by: "published",
          __meta_taskvitals_container_id: "c1",
          __meta_taskvitals_container_image: "shop:1",
          __meta_taskvitals_container_port: "8080",
          __meta_taskvitals_host_port: "32768",
          __meta_taskvitals_task_arn: "arn:task/aa",
          __meta_taskvitals_task_id: "aa",
          __meta_taskvitals_task_revision: "7",
        },
      },
    ]);
  });

  it.each<[string, Partial<ScrapeTarget>, string]>([
    ["published on all addresses: the asker's way here", {}, "10.0.1.5:32768"],
    ["published on one address: that one", { by: "address", host: "10.0.2.7" }, "10.0.2.7:32768"],
    ["published, and reached from here at the bridge", { host: "172.17.0.1" }, "10.0.1.5:32768"],
    ["host network", { by: "host", port: 9100 }, "10.0.1.5:9100"],
    ["the container's own address", { by: "container", host: "172.17.0.2", port: 80 }, "172.17.0.2:80"],
    ["the task's address", { by: "task", host: "10.0.3.3", port: 80 }, "10.0.3.3:80"],
    ["the task's address, IPv6", { by: "task", host: "2001:db8::3", port: 80 }, "[2001:db8::3]:80"],
    ["a sidecar's task", { by: "local", port: 80 }, "10.0.1.5:80"],
  ])("%s", async (_, more, expected) => {
    expect((await ask([list(target(more))])).groups[0].targets).toEqual([expected]);
  });

  it.each([
    ["[2001:db8::1]:9546", undefined, "[2001:db8::1]:32768"],
    ["daemon.local", undefined, "daemon.local:32768"],
    ["10.0.1.5:9546", "i-1.internal", "i-1.internal:32768"],
  ])("asked as %s, called %s: %s", async (host, advertise, expected) => {
    expect((await ask([list(target())], host, advertise)).groups[0].targets).toEqual([expected]);
  });

  it.each(["", "a b", "evil/path", "user@host"])("refuses a header Host that is none: %j", async (host) => {
    expect((await ask([list(target())], host)).status).toBe(400);
  });

  it("has only what Prometheus can scrape", async () => {
    expect((await ask([list(target({}, "go-stats"), target({}, "mackerel-plugin"))])).groups).toEqual([]);
  });

  it("says so where nothing is read from apps", async () => {
    expect(await ask([])).toMatchObject({
      status: 404,
      groups: { error: expect.stringContaining("app-metrics is off") },
    });
  });

  it("is an error before anything was seen: an empty list would have Prometheus forget all", async () => {
    expect((await ask([{ targets: [], asOfMs: undefined }])).status).toBe(503);
    expect((await ask([{ targets: [], asOfMs: nowMs }])).groups).toEqual([]);
  });
});
