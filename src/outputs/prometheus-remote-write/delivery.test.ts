import { afterEach, describe, expect, it } from "vitest";
import {
  type FakeRemoteWrite,
  type FakeRemoteWriteOptions,
  openFakeRemoteWrite,
} from "../../../test/fakes/remote-write/server.ts";
import { noSignal, pushDeps } from "../../../test/push-deps.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { DeliveryOutcome, PushOutput, PushOutputDeps } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import { fargateSnapshot } from "../prometheus/sample-snapshots.ts";
import { prometheusRemoteWrite } from "./index.ts";

const snapshot = fargateSnapshot();
const startedMs = snapshot.takenAtMs - 60_000;
afterEach(async () => {
  await Promise.all(opened.splice(0).map((fake) => fake[Symbol.asyncDispose]()));
});
const opened: FakeRemoteWrite[] = [];

/** The same task some seconds later, with newer samples. */
const later = (seconds: number, entries = snapshot.entries): Snapshot => ({
  ...snapshot,
  takenAtMs: snapshot.takenAtMs + seconds * 1000,
  entries: entries.map((entry) => ({
    ...entry,
    points: entry.points.map((point) => ({
      ...point,
      value: point.value + seconds,
      atMs: point.atMs + seconds * 1000,
    })),
  })),
});

const open = async (
  config: Record<string, unknown> = {},
  fakeOptions: FakeRemoteWriteOptions = {},
  deps: Partial<PushOutputDeps> = {},
) => {
  const fake = await openFakeRemoteWrite({ nowMs: () => snapshot.takenAtMs, ...fakeOptions });
  opened.push(fake);
  let nowMs = startedMs;
  const clock = { now: () => nowMs, monotonic: () => nowMs, sleep: async () => {} };
  const output = prometheusRemoteWrite.create(
    prometheusRemoteWrite.config.parse({ url: fake.writeUrl, instance: "here", timeoutMs: 1000, ...config }),
    pushDeps({ clock, ...deps }),
  );
  const at = (ms: number): void => {
    nowMs = ms;
  };
  const push = (one: Snapshot): Promise<DeliveryOutcome> =>
    output.deliver(output.encode(output.select([{ kind: "snapshot", snapshot: one }])), noSignal);
  return { fake, output, at, push };
};

const prepared = async (output: PushOutput): Promise<DeliveryOutcome | undefined> =>
  output.prepare?.(undefined, noSignal);

describe("a snapshot", () => {
  it.each(["1.0", "2.0"])("arrives whole by version %s, to the letter of the specification", async (protocol) => {
    const { fake, push } = await open({ protocol }, { versions: [protocol === "1.0" ? "1.0" : "2.0"] });
    expect(await push(snapshot)).toEqual({ kind: "accepted" });
    const [web] = fake.find("ecs_container_cpu_usage_seconds_total", { container_name: "web" });
    expect(web?.labels).toEqual({
      __name__: "ecs_container_cpu_usage_seconds_total",
      job: "taskvitals",
      instance: "here",
      cluster: "shop",
      service: "web",
      task_family: "web",
      task_revision: "7",
      task_id: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
      container_name: "web",
    });
    expect(web?.samples).toEqual([{ value: 12.5, atMs: snapshot.takenAtMs - 2500 }]);
    expect(web?.metadata).toEqual(
      protocol === "1.0" ? undefined : { type: 1, help: "CPU time used by the container.", unit: "seconds" },
    );
    const [status] = fake.find("ecs_container_status", { container_name: "web", type: "known", status: "RUNNING" });
    expect(status?.samples).toEqual([{ value: 1, atMs: snapshot.takenAtMs }]);
  });

  it("and the next go as one request, each series once with its samples in order", async () => {
    const { fake, output } = await open({ protocol: "1.0" });
    const items = output.select([
      { kind: "snapshot", snapshot },
      { kind: "snapshot", snapshot: later(10) },
    ]);
    expect(await output.deliver(output.encode(items), noSignal)).toEqual({ kind: "accepted" });
    const [web] = fake.find("ecs_container_cpu_usage_seconds_total", { container_name: "web" });
    expect(web?.samples.map(({ value }) => value)).toEqual([12.5, 22.5]);
    expect(fake.requests.length).toBe(1);
  });

  it("is all there is to tell: happenings are for others", async () => {
    const { output } = await open();
    expect(output.select([{ kind: "happenings", happenings: [] }])).toEqual([]);
  });
});

describe("a container that goes", () => {
  it("leaves stale markers, which the store takes", async () => {
    const { fake, push, at } = await open({ protocol: "1.0" }, { nowMs: () => snapshot.takenAtMs + 60_000 });
    await push(snapshot);
    at(snapshot.takenAtMs + 10_000);
    const rest = snapshot.entries.filter(
      ({ resource }) => resource.scope !== "container" || resource.container.name !== "web",
    );
    expect(await push(later(10, rest))).toEqual({ kind: "accepted" });
    const values = (name: string) =>
      fake.find("ecs_container_memory_usage_bytes", { container_name: name }).map((one) => one.samples.at(-1)?.value);
    expect(values("web")).toEqual(["stale"]);
    expect(fake.find("ecs_task_cpu_usage_seconds_total").at(0)?.samples.at(-1)?.value).not.toBe("stale");
  });

  it("leaves them at the end of the agent too, in requests of a bounded size", async () => {
    const { fake, output, push, at } = await open({ protocol: "1.0" }, { nowMs: () => snapshot.takenAtMs + 60_000 });
    await push(snapshot);
    at(snapshot.takenAtMs + 5000);
    expect(await output.conclude?.(noSignal)).toEqual({ kind: "accepted" });
    const ends = [...fake.stored.values()].map(({ samples }) => samples.at(-1));
    expect(ends.length).toBeGreaterThan(100);
    expect(new Set(ends.map((end) => JSON.stringify(end)))).toEqual(
      new Set([JSON.stringify({ value: "stale", atMs: snapshot.takenAtMs + 5000 })]),
    );
  });

  it("has nothing to leave when nothing was told", async () => {
    const { fake, output } = await open();
    expect(await output.conclude?.(noSignal)).toEqual({ kind: "accepted" });
    expect(fake.requests).toEqual([]);
  });
});

describe("the version", () => {
  it.each([
    [["1.0", "2.0"], "2.0.0"],
    [["1.0"], "0.1.0"],
  ] as const)("of a receiver that speaks %j is found out", async (versions, header) => {
    const { fake, output, push } = await open({}, { versions });
    expect(await prepared(output)).toEqual({ kind: "accepted" });
    expect(await push(snapshot)).toEqual({ kind: "accepted" });
    expect(fake.requests.at(-1)?.headers["x-prometheus-remote-write-version"]).toBe(header);
  });

  it("is 1.0 for a receiver that takes everything and confirms nothing", async () => {
    const { fake, output, push } = await open({});
    fake.faults.add({ kind: "answer", status: 204, body: "", times: 1 });
    expect(await prepared(output)).toEqual({ kind: "accepted" });
    await push(snapshot);
    expect(fake.requests.at(-1)?.headers["x-prometheus-remote-write-version"]).toBe("0.1.0");
  });

  it("is not found out while the receiver does not answer", async () => {
    const { fake, output } = await open({});
    fake.faults.add({ kind: "answer", status: 503, times: 1 });
    expect(await prepared(output)).toMatchObject({ kind: "retry", problem: { code: "output-failing" } });
  });

  it("2.0, when it is set, is held until the receiver confirms it", async () => {
    const { fake, push } = await open({ protocol: "2.0" });
    fake.faults.add({ kind: "answer", status: 200, body: "" });
    expect(await push(snapshot)).toMatchObject({ kind: "hold", problem: { code: "output-address" } });
  });
});

describe("what a receiver refuses", () => {
  it("for a sample out of order is bad, for halving to find", async () => {
    const { push, output, fake } = await open({ protocol: "1.0" });
    await push(snapshot);
    const stranger = prometheusRemoteWrite.create(
      prometheusRemoteWrite.config.parse({ url: fake.writeUrl, instance: "here", protocol: "1.0" }),
      pushDeps({ clock: { now: () => 0, monotonic: () => 0, sleep: async () => {} } }),
    );
    const items = stranger.select([{ kind: "snapshot", snapshot: later(-10) }]);
    expect(await output.deliver(stranger.encode(items), noSignal)).toMatchObject({
      kind: "bad",
      problem: { code: "output-refused", detail: expect.stringContaining("out of order sample") },
    });
  });

  it.each<[string, Parameters<FakeRemoteWrite["faults"]["add"]>[0], Partial<DeliveryOutcome>]>([
    ["a key", { kind: "answer", status: 401 }, { kind: "hold" }],
    ["an address", { kind: "answer", status: 404 }, { kind: "hold" }],
    ["a size", { kind: "answer", status: 413 }, { kind: "too-large" }],
    ["for now", { kind: "answer", status: 429, headers: { "retry-after": "3" } }, { kind: "retry", afterMs: 3000 }],
    ["with a trouble of its own", { kind: "answer", status: 500 }, { kind: "retry" }],
    ["with a page", { kind: "html" }, { kind: "retry" }],
    ["by hanging up", { kind: "reset" }, { kind: "retry" }],
    ["by saying nothing", { kind: "silence" }, { kind: "retry" }],
  ])("%s", async (_name, fault, outcome) => {
    const { fake, push } = await open({ protocol: "1.0" });
    fake.faults.add(fault);
    expect(await push(snapshot)).toMatchObject(outcome);
    expect(fake.stored.size).toBe(0);
  });
});

describe("who sends", () => {
  it.each([
    [{ username: "Aladdin", password: "open sesame" }, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="],
    [{ bearerToken: "tok-en", username: "ignored" }, "Bearer tok-en"],
    [{ headers: ["Authorization=Token 1"] }, "Token 1"],
  ])("is told by %j", async (config, authorization) => {
    const { push } = await open({ protocol: "1.0", ...config }, { authorization });
    expect(await push(snapshot)).toEqual({ kind: "accepted" });
  });

  it("is told by more headers", async () => {
    const { fake, push } = await open({ protocol: "1.0", headers: ["X-Scope-OrgID=team-a"] });
    await push(snapshot);
    expect(fake.requests[0]?.headers["x-scope-orgid"]).toBe("team-a");
  });

  it("never shows what is secret, whatever the receiver says back", async () => {
    const secrets = ["pass-word-1", "tok-en-2", "header-3"];
    const config = { username: "u", password: secrets[0], bearerToken: secrets[1], headers: [`X-Key=${secrets[2]}`] };
    const { fake, push, output } = await open({ protocol: "1.0", ...config });
    fake.faults.add({ kind: "answer", status: 400, body: `you said ${secrets.join(" and ")}` });
    const shown = JSON.stringify([await push(snapshot), await output.probe?.(noSignal)]);
    expect(shown).toContain("you said");
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it("is signed for AWS when asked for, by the task's role", async () => {
    const { fake, push } = await open({ protocol: "1.0", sigv4: "on", region: "eu-central-1" });
    expect(await push(snapshot)).toEqual({ kind: "accepted" });
    expect(fake.requests[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260301\/eu-central-1\/aps\/aws4_request, SignedHeaders=content-encoding;content-type;host;x-amz-content-sha256;x-amz-date;x-prometheus-remote-write-version, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it("waits for credentials", async () => {
    const missing = problem("aws-credentials", "AWS", "none");
    const { fake, push } = await open(
      { protocol: "1.0", sigv4: "on", region: "eu-central-1" },
      {},
      {
        aws: { current: async () => ({ ok: false, problem: missing }) },
      },
    );
    expect(await push(snapshot)).toEqual({ kind: "retry", problem: missing });
    const nowhere = await open({ protocol: "1.0", sigv4: "on" });
    expect(await nowhere.push(snapshot)).toMatchObject({ problem: { detail: expect.stringContaining("AWS_REGION") } });
    expect(fake.requests).toEqual([]);
  });
});

describe("a probe", () => {
  it("sends no data", async () => {
    const { fake, output } = await open();
    expect(await output.probe?.(noSignal)).toEqual({ kind: "accepted" });
    expect(fake.requests.length).toBe(1);
    expect(fake.stored.size).toBe(0);
  });
});
