import { describe, expect, it } from "vitest";
import { usualKey } from "../../../test/fakes/mackerel/api.ts";
import { openWorld } from "../../../test/fakes/mackerel/output-world.ts";
import type { HttpFailureReason } from "../../ports/http-client.ts";
import { mackerelConfig } from "./config.ts";
import { mackerel } from "./index.ts";
import { limitsOf } from "./limits.ts";
import { noonMs, snapshots } from "./test/samples.ts";
import { fargateScene } from "./test/scenes.ts";

const scene = fargateScene(noonMs + 30_000);

const open = async (...options: Parameters<typeof openWorld>) => {
  const world = await openWorld(...options);
  await world.prepare(scene);
  return world;
};

const post = "POST /api/v0/tsdb";

describe("an answer to a post", () => {
  it.each([
    [400, { kind: "bad", problem: { code: "output-refused" } }],
    [401, { kind: "hold", problem: { code: "output-key" } }],
    [403, { kind: "hold", problem: { code: "output-key" } }],
    [404, { kind: "bad", problem: { code: "output-refused" } }],
    [405, { kind: "hold", problem: { code: "output-address" } }],
    [408, { kind: "retry", problem: { code: "output-timeout" } }],
    [409, { kind: "bad", problem: { code: "output-refused" } }],
    [413, { kind: "too-large" }],
    [415, { kind: "hold", problem: { code: "output-address" } }],
    [422, { kind: "bad", problem: { code: "output-refused" } }],
    [429, { kind: "retry", problem: { code: "output-throttled" } }],
    [302, { kind: "retry", problem: { code: "output-address" } }],
    [500, { kind: "retry", problem: { code: "output-failing" } }],
    [502, { kind: "retry", problem: { code: "output-failing" } }],
    [503, { kind: "retry", problem: { code: "output-failing" } }],
    [504, { kind: "retry", problem: { code: "output-failing" } }],
  ])("with status %i", async (status, expected) => {
    await using world = await open();
    world.fake.faults.plan({ match: post, kind: "status", status, message: "words of Mackerel" });
    const [outcome] = await world.deliver([scene]);
    expect(outcome).toMatchObject(expected);
    if (status !== 404 && status !== 413) expect(JSON.stringify(outcome)).toContain("words of Mackerel");
  });

  it.each([
    ["a proxy's page with 200", "html"],
    ["an empty 200", "empty"],
  ] as const)("that is %s does not count as delivered", async (_what, kind) => {
    await using world = await open();
    world.fake.faults.plan({ match: post, kind });
    const [outcome] = await world.deliver([scene]);
    expect(outcome).toMatchObject({ kind: "retry", problem: { code: "output-address" } });
  });

  it("that is cut off, or not there, is tried again", async () => {
    await using world = await open({ config: { timeoutMs: 1000 } });
    for (const [kind, code] of [
      ["cut", "output-unreachable"],
      ["reset", "output-unreachable"],
      ["silence", "output-timeout"],
    ] as const) {
      world.fake.faults.plan({ match: post, kind, times: 1 });
      expect((await world.deliver([scene]))[0]).toMatchObject({ kind: "retry", problem: { code } });
    }
    expect((await world.deliver([scene]))[0]).toEqual({ kind: "accepted" });
  });

  it.each(["refused", "not-found", "reset", "aborted", "other", "timeout", "too-large", "forbidden"] as const)(
    "that never came (%s) is waited for again",
    async (reason: HttpFailureReason) => {
      await using world = await openWorld({
        http: (real) => ({ ...real, request: () => Promise.resolve({ ok: false, reason, detail: "why" }) }),
      });
      expect((await world.deliver([scene]))[0]?.kind).toBe("retry");
      expect((await world.prepare(scene)).kind).toBe("retry");
      expect((await world.output.probe(world.signal)).kind).toBe("retry");
    },
  );

  it.each([
    ["7", 7000],
    ["0", 0],
    ["soon", undefined],
    ["", undefined],
  ])("with Retry-After %j", async (retryAfter, afterMs) => {
    await using world = await open();
    const headers = retryAfter === "" ? {} : { "retry-after": retryAfter };
    world.fake.faults.plan({ match: post, kind: "status", status: 429, headers });
    const [outcome] = await world.deliver([scene]);
    expect(outcome?.kind === "retry" && outcome.afterMs).toBe(afterMs);
  });

  it("is the same again after a lost answer: what was taken twice is there once", async () => {
    await using world = await open();
    world.fake.faults.plan({ match: post, kind: "cut", times: 1 });
    await world.deliver([scene]);
    const once = JSON.stringify([...world.fake.state.hostValues.values()].map((values) => [...values]));
    await world.deliver([scene]);
    expect(JSON.stringify([...world.fake.state.hostValues.values()].map((values) => [...values]))).toBe(once);
  });
});

describe("what Mackerel drops with a 200", () => {
  const at = (minutesAgo: number) => fargateScene(noonMs - minutesAgo * 60_000);

  it("is not sent: values more than a day old, reports more than six hours old", async () => {
    await using world = await open();
    const metrics = (items: ReturnType<typeof world.output.select>) => items.filter(({ kind }) => kind !== "check");
    const old = world.output.select(snapshots([at(24 * 60 + 1)]));
    const [outcome] = await world.send([...metrics(old), ...metrics(world.output.select(snapshots([at(60)])))]);
    expect(outcome?.kind === "partly" && outcome.rejected).toEqual(
      metrics(old).map((_, index) => ({ index, reason: "too-old", again: false })),
    );
    expect(world.fake.state.dropped).toEqual([]);
    const reports = world.output
      .select(snapshots([at(-5)]))
      .filter(({ kind }) => kind === "check")
      .map((item) => ({ ...item, atMs: noonMs - 6 * 3_600_000 - 1000 }));
    expect(await world.send(reports)).toEqual([
      { kind: "partly", rejected: [{ index: 0, reason: "too-old", again: false }] },
    ]);
    expect(world.fake.state.reports).toEqual([]);
  });

  it("is not sent, and told: values more than a day in the future", async () => {
    await using world = await open();
    const future = world.output.select(snapshots([fargateScene(noonMs + 25 * 3_600_000)]));
    const outcomes = await world.send(future);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ kind: "partly", problem: { code: "output-clock" } });
    expect(world.fake.state.dropped).toEqual([]);
  });
});

describe("check reports", () => {
  it("name the host, the state and the time", async () => {
    await using world = await open();
    await world.deliver([fargateScene(noonMs + 60_000)]);
    expect(world.fake.state.reports).toEqual([
      {
        source: { type: "host", hostId: world.hosts()[0]?.id },
        name: "health_web",
        status: "OK",
        message: "Health of container web: HEALTHY",
        occurredAt: noonMs / 1000 + 58,
      },
    ]);
  });

  it("go a hundred at a time at most, none older than six hours", () => {
    expect(limitsOf(mackerelConfig.parse({ timeoutMs: 1000 })).routes?.checks).toEqual({
      maxItems: 100,
      maxAgeMs: 21_000_000,
    });
  });
});

describe("the probe", () => {
  it("passes with a good key", async () => {
    await using world = await openWorld();
    expect(await world.output.probe(world.signal)).toEqual({ kind: "accepted" });
    expect(world.fake.state.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("fails with a wrong one, and with something else at the address", async () => {
    await using world = await openWorld();
    const wrong = world.open({ apiKey: "wrong" });
    expect(await wrong.probe(world.signal)).toMatchObject({ kind: "hold", problem: { code: "output-key" } });
    const elsewhere = world.open({ apiBase: `${world.fake.url}/elsewhere` });
    expect(await elsewhere.probe(world.signal)).toMatchObject({ kind: "hold", problem: { code: "output-address" } });
    world.fake.faults.plan({ kind: "lie" });
    expect(await world.output.probe(world.signal)).toMatchObject({ kind: "hold", problem: { code: "output-address" } });
  });
});

describe("the key", () => {
  it("is in no outcome and no log line, whatever the answer says", async () => {
    await using world = await openWorld();
    const told: unknown[] = [];
    for (const status of [400, 401, 403, 404, 429, 500]) {
      world.fake.faults.plan({ kind: "status", status, message: `no good: ${usualKey}` });
      told.push(await world.prepare(scene), await world.output.probe(world.signal), ...(await world.deliver([scene])));
      world.fake.faults.clear();
    }
    told.push(await world.prepare(scene), ...(await world.deliver([scene])), world.lines);
    expect(JSON.stringify(told)).toContain("***");
    expect(JSON.stringify(told)).not.toContain(usualKey);
  });

  it("is what turns the output on", () => {
    const { detect, config } = mackerel;
    const place = { form: "sidecar", reasons: [] } as const;
    expect(detect(place, config.parse({}))).toMatchObject({ on: false });
    expect(detect(place, config.parse({ apiKey: "k" }))).toMatchObject({ on: true });
    expect(detect(place, config.parse({ agentConfig: "apikey: k" }))).toMatchObject({ on: true });
  });
});
