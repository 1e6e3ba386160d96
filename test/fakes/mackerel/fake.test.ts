import { execFile } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { usualKey } from "./api.ts";
import { type FakeMackerel, startFakeMackerel } from "./server.ts";

const now = Math.floor(Date.now() / 1000);
let fake: FakeMackerel;

beforeAll(async () => {
  fake = await startFakeMackerel({ keys: { [usualKey]: "write", reader: "read" }, servicePostsAMinute: 2 });
});
afterAll(() => fake.close());
beforeEach(async () => {
  fake.faults.clear();
  await fetch(`${fake.url}/fake/state`, { method: "DELETE" });
});

/** What of the answers is looked into by name. */
const answer = z.looseObject({
  id: z.string().optional(),
  host: z.looseObject({ id: z.string(), isRetired: z.boolean() }).optional(),
  hosts: z.array(z.unknown()).optional(),
  services: z.array(z.unknown()).optional(),
});

const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${fake.url}${path}`, {
    method,
    headers: { "x-api-key": usualKey, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: answer.parse(await response.json()) };
};

const newHost = async (more: Record<string, unknown> = {}): Promise<string> =>
  (await ask("POST", "/api/v0/hosts", { name: "web", meta: {}, ...more })).json.id ?? "";

const value = (hostId: string, more: Record<string, unknown> = {}) => ({
  hostId,
  name: "custom.a.b",
  time: now,
  value: 1.5,
  ...more,
});

const report = (hostId: string, more: Record<string, unknown> = {}) => ({
  source: { type: "host", hostId },
  name: "health",
  status: "OK",
  message: "",
  occurredAt: now,
  ...more,
});

const definition = (more: Record<string, unknown> = {}) => ({
  name: "custom.a.#",
  metrics: [{ name: "custom.a.#.b", displayName: "b", isStacked: false }],
  ...more,
});

describe("the stand-in of Mackerel's API", () => {
  it("wants a key, and one that may write", async () => {
    expect((await ask("GET", "/api/v0/org", undefined, { "x-api-key": "" })).status).toBe(401);
    expect((await ask("GET", "/api/v0/org", undefined, { "x-api-key": "wrong" })).status).toBe(401);
    expect((await ask("GET", "/api/v0/org", undefined, { "x-api-key": "reader" })).status).toBe(200);
    expect((await ask("POST", "/api/v0/hosts", {}, { "x-api-key": "reader" })).status).toBe(403);
  });

  it("wants JSON that says so, of a bearable size", async () => {
    expect((await ask("POST", "/api/v0/hosts", {}, { "content-type": "text/plain" })).status).toBe(400);
    expect((await ask("POST", "/api/v0/hosts", "{")).status).toBe(400);
    expect((await ask("POST", "/api/v0/tsdb", " ".repeat(1_100_000))).status).toBe(413);
    expect((await ask("GET", "/api/v0/nothing")).status).toBe(404);
  });

  it.each([
    [{ meta: {} }],
    [{ name: "x" }],
    [{ name: "x", meta: {}, roleFullnames: ["web"] }],
    [{ name: "x", meta: {}, roleFullnames: ["shop: web"] }],
    [{ name: "x", meta: {}, checks: [{ name: "a b" }] }],
    [{ name: "x", meta: {}, checks: [{ name: "a", memo: "m".repeat(251) }] }],
    [{ name: "x", meta: {}, unknown: 1 }],
  ])("refuses the host %j", async (body) => {
    expect((await ask("POST", "/api/v0/hosts", body)).status).toBe(400);
  });

  it("has a host's life", async () => {
    const id = await newHost({ customIdentifier: "me", roleFullnames: ["shop:web"] });
    expect((await ask("POST", "/api/v0/hosts", { name: "y", meta: {}, customIdentifier: "me" })).status).toBe(400);
    await ask("POST", `/api/v0/hosts/${id}/status`, { status: "poweroff" });
    expect((await ask("GET", "/api/v0/hosts?customIdentifier=me")).json.hosts).toEqual([]);
    const found = (await ask("GET", "/api/v0/hosts?customIdentifier=me&status=poweroff&service=shop&role=web")).json
      .hosts;
    expect(found).toMatchObject([{ id, size: "standard", status: "poweroff", roles: { shop: ["web"] } }]);
    expect((await ask("GET", "/api/v0/hosts-by-custom-identifier/me")).json.host?.id).toBe(id);
    await ask("PUT", `/api/v0/hosts/${id}`, { name: "z", meta: {}, roleFullnames: ["shop:all"] });
    expect(fake.state.hosts.get(id)).toMatchObject({ name: "z", customIdentifier: null, checks: [] });
    expect([...(fake.state.hosts.get(id)?.roles ?? [])]).toEqual(["shop:web", "shop:all"]);
    await ask("PUT", `/api/v0/hosts/${id}/role-fullnames`, { roleFullnames: [] });
    expect(fake.state.hosts.get(id)?.roles.size).toBe(0);
    expect((await ask("POST", `/api/v0/hosts/${id}/retire`, {})).json).toEqual({ success: true });
    expect((await ask("POST", `/api/v0/hosts/${id}/retire`, {})).status).toBe(404);
    expect((await ask("POST", "/api/v0/tsdb", [value(id)])).status).toBe(404);
    expect((await ask("GET", `/api/v0/hosts/${id}`)).json.host?.isRetired).toBe(true);
  });

  it("changes many hosts at once, thirty at most", async () => {
    const ids = [await newHost(), await newHost()];
    await ask("POST", "/api/v0/hosts/bulk-update-statuses", { ids, status: "standby" });
    expect((await ask("GET", "/api/v0/hosts?status=standby")).json.hosts).toHaveLength(2);
    const tooMany = Array.from({ length: 31 }, () => ids[0]);
    expect((await ask("POST", "/api/v0/hosts/bulk-retire", { ids: tooMany })).status).toBe(400);
    await ask("POST", "/api/v0/hosts/bulk-retire", { ids });
    expect((await ask("GET", "/api/v0/hosts?status=standby")).json.hosts).toEqual([]);
  });

  it("keeps one value a minute, the last", async () => {
    const id = await newHost();
    const minute = now - (now % 60) - 60;
    await ask("POST", "/api/v0/tsdb", [value(id, { time: minute + 1 }), value(id, { time: minute + 2, value: 7 })]);
    expect((await ask("GET", `/api/v0/hosts/${id}/metric-names`)).json).toEqual({ names: ["custom.a.b"] });
    expect((await ask("GET", `/api/v0/tsdb/latest?hostId=${id}&name=custom.a.b&name=x`)).json).toEqual({
      tsdbLatest: { [id]: { "custom.a.b": { time: minute + 2, value: 7 } } },
    });
  });

  it.each([
    { name: "a b" },
    { name: "custom" },
    { name: "custom..a" },
    { name: "custom.a." },
    { name: "" },
    { time: 1.5 },
    { time: "1" },
    { value: null },
    { value: "1" },
    { extra: 1 },
  ])("refuses a value with %j", async (more) => {
    const id = await newHost();
    expect((await ask("POST", "/api/v0/tsdb", [value(id), value(id, more)])).status).toBe(400);
    expect(fake.state.hostValues.get(id)).toBeUndefined();
  });

  it("drops what is a day from now, and says 200", async () => {
    const id = await newHost();
    const said = await ask("POST", "/api/v0/tsdb", [
      value(id, { time: now - 86_500 }),
      value(id, { time: now + 86_500 }),
    ]);
    expect(said).toEqual({ status: 200, json: { success: true } });
    expect(fake.state.dropped.map(({ why }) => why)).toEqual(["too old", "in the future"]);
  });

  it("refuses values of a host it does not have, all of the request", async () => {
    const id = await newHost();
    expect((await ask("POST", "/api/v0/tsdb", [value(id), value("stranger")])).status).toBe(404);
    expect(fake.state.hostValues.get(id)).toBeUndefined();
  });

  it.each([
    { name: "a.#" },
    { name: "custom.#.#", metrics: [{ name: "custom.#.#.b" }] },
    { metrics: [] },
    { metrics: [{ name: "custom.other.b" }] },
    { metrics: [{ name: "custom.a.#.*" }] },
    { unit: "apples" },
    { extra: 1 },
  ])("refuses a graph definition with %j", async (more) => {
    expect((await ask("POST", "/api/v0/graph-defs/create", [definition(more)])).status).toBe(400);
  });

  it("keeps graph definitions, and forgets them", async () => {
    expect((await ask("POST", "/api/v0/graph-defs/create", [definition({ unit: "bytes/sec" })])).status).toBe(200);
    expect([...fake.state.definitions.keys()]).toEqual(["custom.a.#"]);
    expect((await ask("DELETE", "/api/v0/graph-defs", { name: "custom.a.#" })).status).toBe(200);
    expect(fake.state.definitions.size).toBe(0);
  });

  it.each([
    { status: "FINE" },
    { message: "m".repeat(1025) },
    { name: "a b" },
    { maxCheckAttempts: 11 },
    { occurredAt: 1.5 },
    { source: { type: "service", hostId: "x" } },
  ])("refuses a check report with %j", async (more) => {
    const id = await newHost();
    expect((await ask("POST", "/api/v0/monitoring/checks/report", { reports: [report(id, more)] })).status).toBe(400);
  });

  it("takes a hundred check reports, and ignores what is told before or is too old", async () => {
    const id = await newHost();
    const post = (reports: unknown[]) => ask("POST", "/api/v0/monitoring/checks/report", { reports });
    const many = Array.from({ length: 101 }, (_, place) => report(id, { name: `c${place}` }));
    expect((await post(many)).status).toBe(400);
    expect((await post(many.slice(1))).status).toBe(200);
    expect((await post([report(id, { name: "c1" }), report(id, { occurredAt: now - 22_000 })])).status).toBe(200);
    expect(fake.state.reports).toHaveLength(100);
    expect(fake.state.dropped.map(({ why }) => why)).toEqual(["told before", "too old"]);
  });

  it("takes service metrics of services that there are, not too often", async () => {
    const metric = [{ name: "a.b", time: now, value: 1 }];
    expect((await ask("POST", "/api/v0/services/shop/tsdb", metric)).status).toBe(404);
    expect((await ask("POST", "/api/v0/services", { name: "shop", memo: "" })).status).toBe(200);
    expect((await ask("POST", "/api/v0/services", { name: "-", memo: "" })).status).toBe(400);
    const posts = [1, 2, 3].map(() => ask("POST", "/api/v0/services/shop/tsdb", metric));
    expect((await Promise.all(posts)).map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect((await ask("GET", "/api/v0/services")).json.services).toMatchObject([{ name: "shop" }]);
  });

  it("answers about itself, and fails on request", async () => {
    const id = await newHost();
    await ask("POST", "/api/v0/tsdb", [value(id)]);
    await ask("POST", "/fake/faults", { match: "GET /api/v0/org", kind: "status", status: 503, times: 1 });
    expect((await ask("GET", "/api/v0/org")).status).toBe(503);
    expect((await ask("GET", "/api/v0/org")).status).toBe(200);
    expect((await ask("POST", "/fake/faults", { kind: "nonsense" })).status).toBe(400);
    const { json } = await ask("GET", "/fake/state");
    expect(json).toMatchObject({
      hosts: [{ id }],
      hostValues: { [id]: { "custom.a.b": [{ time: now, value: 1.5 }] } },
      requests: [{ status: 200 }, { status: 200 }, { status: 503 }, { status: 200 }],
    });
  });

  it("runs as a server of its own", async () => {
    const child = execFile(process.execPath, [
      `${import.meta.dirname}/main.ts`,
      "--port",
      "0",
      "--key",
      "k",
      "--micro",
    ]);
    const line = await new Promise<string>((resolve) => child.stdout?.once("data", (data) => resolve(String(data))));
    const [url = ""] = /http:\S+(?=, key)/.exec(line) ?? [];
    const said = await fetch(`${url}/api/v0/org`, { headers: { "x-api-key": "k" } });
    expect(said.status).toBe(200);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
