import { describe, expect, test } from "vitest";
import type { HttpClient, HttpFailureReason } from "../../../ports/http-client.ts";
import { containerId, fakeContainer } from "./fake-container.ts";
import type { FakeEngine, Fault } from "./fake-engine.ts";
import { openBench, openSubject } from "./harness.ts";

const fill = (engine: FakeEngine, count: number): void => {
  for (let number = 1; number <= count; number += 1) {
    engine.containers.set(containerId(number), fakeContainer(number));
  }
};

const failing = (reason: HttpFailureReason): HttpClient => {
  const failure = { ok: false, reason, detail: "simulated" } as const;
  return { request: async () => failure, lines: async () => failure, close: async () => {} };
};

describe("the engine cannot be reached", () => {
  test("no socket", async () => {
    const subject = openSubject({ config: { host: "/nowhere/docker.sock" } });
    await subject.input.start?.();
    const { outcome, entries } = await subject.collect();
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: "docker-missing", subject: "unix:///nowhere/docker.sock" },
    });
    expect(entries.size).toBe(0);
    await subject.close();
  });

  test("nobody listens any more", async () => {
    await using bench = await openBench({ listen: "tcp" });
    await bench.engine.close();
    const { outcome } = await bench.subject.collect();
    expect(outcome).toMatchObject({ ok: false, problem: { code: "docker-unreachable", subject: bench.engine.host } });
  });

  test.each([
    ["not-found", "docker-missing"],
    ["forbidden", "docker-forbidden"],
    ["refused", "docker-unreachable"],
    ["reset", "docker-not-json"],
    ["timeout", "docker-timeout"],
    ["too-large", "docker-too-large"],
    ["aborted", "input-timeout"],
    ["other", "docker-unreachable"],
  ] as const)("%s is %s", async (reason, code) => {
    const subject = openSubject({ config: { host: "/docker.sock" }, http: failing(reason) });
    const { outcome } = await subject.collect();
    expect(outcome).toMatchObject({ ok: false, problem: { code, subject: "unix:///docker.sock" } });
  });
});

describe("the list fails", () => {
  const listFault = (fault: Fault) => (path: string) => (path === "/containers/json" ? fault : undefined);

  test.each([
    ["closed mid-answer", "cut", "docker-not-json"],
    ["cut off, but ended", "short", "docker-not-json"],
    ["reset", "reset", "docker-not-json"],
    ["not JSON", { status: 200, body: "<html>" }, "docker-not-json"],
    ["JSON, but no list", { status: 200, body: '{"message":"hello"}' }, "docker-not-json"],
    ["500", { status: 500, body: '{"message":"the engine is stopping"}' }, "docker-status"],
    ["403 of a proxy", { status: 403, body: "Forbidden" }, "docker-status"],
  ] as const)("%s", async (_what, fault, code) => {
    await using bench = await openBench();
    fill(bench.engine, 2);
    bench.engine.fault = listFault(fault);
    const { outcome, entries } = await bench.subject.collect();
    expect(outcome).toMatchObject({ ok: false, problem: { code } });
    expect(outcome).not.toHaveProperty("partial");
    expect(entries.size).toBe(0);
    bench.engine.fault = () => undefined;
    expect((await bench.subject.collect()).outcome).toEqual({ ok: true });
  });

  test("a hanging engine costs no more than the time-out", async () => {
    await using bench = await openBench({}, { config: { timeoutMs: 100 } });
    bench.engine.fault = listFault("hang");
    expect((await bench.subject.collect()).outcome).toMatchObject({ problem: { code: "docker-timeout" } });
  });

  test("an answer longer than allowed is refused", async () => {
    await using bench = await openBench({}, { config: { maxBodyBytes: 65_536 } });
    bench.engine.fault = listFault({ status: 200, body: `[{"Id":"${"x".repeat(70_000)}"}]` });
    expect((await bench.subject.collect()).outcome).toMatchObject({ problem: { code: "docker-too-large" } });
  });

  test("the engine's own words are in the detail", async () => {
    await using bench = await openBench();
    bench.engine.fault = listFault({ status: 500, body: '{"message":"no space left on device"}' });
    const { outcome } = await bench.subject.collect();
    expect(outcome).toMatchObject({
      problem: { detail: "/containers/json answered 500: no space left on device" },
    });
  });
});

describe("single containers fail", () => {
  const only = (number: number, what: string, fault: Fault) => (path: string) =>
    path === `/containers/${containerId(number)}/${what}` ? fault : undefined;

  test("statistics of one of ten hang: the others are sampled, the one keeps its last sample", async () => {
    await using bench = await openBench({ apiVersion: "1.44" }, { config: { timeoutMs: 500 } });
    fill(bench.engine, 10);
    await bench.subject.collect();
    for (const container of bench.engine.containers.values()) container.cpuNanoseconds = 9e9;
    bench.engine.fault = only(4, "stats", "hang");
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports).toMatchObject([
      {
        code: "docker-timeout",
        subject: `${bench.engine.host} statistics`,
        detail: expect.stringMatching("container-4"),
      },
    ]);
    expect(look.value(4, "container.cpu.time")).toBe(5);
    for (const number of [1, 2, 3, 5, 6, 7, 8, 9, 10]) expect(look.value(number, "container.cpu.time")).toBe(9);
  });

  test.each([
    ["cut off", "cut", "docker-not-json"],
    ["500", { status: 500, body: "{}" }, "docker-status"],
    ["nonsense", { status: 200, body: "nonsense" }, "docker-not-json"],
    ["null", { status: 200, body: "null" }, "stats-missing"],
    ["empty", { status: 200, body: "{}" }, "stats-missing"],
  ] as const)("statistics of one are %s", async (_what, fault, code) => {
    await using bench = await openBench();
    fill(bench.engine, 3);
    bench.engine.fault = only(2, "stats", fault);
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports).toMatchObject([{ code }]);
    expect(look.status(2)).toBe("RUNNING");
    expect(look.value(2, "container.cpu.time")).toBeUndefined();
    expect(look.count("container.cpu.time")).toBe(2);
  });

  test("statistics of all fail: identities and states stand, and the input failed", async () => {
    await using bench = await openBench();
    fill(bench.engine, 3);
    bench.engine.fault = (path) => (path.endsWith("/stats") ? { status: 500, body: "{}" } : undefined);
    const look = await bench.subject.collect();
    expect(look.outcome).toMatchObject({ ok: false, partial: true, problem: { code: "docker-status" } });
    expect(look.reports).toEqual([]);
    expect(look.count("container.status")).toBe(3);
  });

  test.each(["json", "stats"])("one vanished between the list and its %s: no trouble", async (what) => {
    await using bench = await openBench();
    fill(bench.engine, 3);
    bench.engine.fault = only(2, what, { status: 404, body: '{"message":"No such container"}' });
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports).toEqual([]);
    expect(look.count("container.status")).toBe(2);
    expect(look.status(2)).toBeUndefined();
  });

  test("an inspection that hangs: the list's identity stands, and it is not tried again at once", async () => {
    await using bench = await openBench({}, { config: { timeoutMs: 400 } });
    fill(bench.engine, 3);
    bench.engine.fault = only(2, "json", "hang");
    const look = await bench.subject.collect();
    expect(look.reports).toMatchObject([{ code: "docker-timeout", subject: `${bench.engine.host} inspect` }]);
    expect(look.status(2)).toBe("RUNNING");
    expect(look.value(2, "container.cpu.time")).toBe(5);
    expect(look.value(2, "container.started_timestamp")).toBeUndefined();
    expect(look.value(3, "container.started_timestamp")).toBeDefined();
    bench.engine.requests.length = 0;
    await bench.subject.collect();
    expect(bench.engine.requests.filter((request) => request.endsWith("/json"))).toEqual([]);
  });

  test("an inspection of another shape", async () => {
    await using bench = await openBench();
    fill(bench.engine, 1);
    bench.engine.fault = only(1, "json", { status: 200, body: "[]" });
    const look = await bench.subject.collect();
    expect(look.reports).toMatchObject([{ code: "docker-not-json" }]);
    expect(look.value(1, "container.cpu.time")).toBe(5);
  });

  test("a problem never quotes a container's environment", async () => {
    await using bench = await openBench();
    fill(bench.engine, 1);
    bench.engine.fault = only(1, "json", { status: 200, body: '{"Config":{"Env":["PASSWORD=hunter2"' });
    const look = await bench.subject.collect();
    expect(look.reports).toHaveLength(1);
    expect(JSON.stringify(look.reports)).not.toContain("hunter2");
  });

  test("without /info a limit cannot be told from the machine's memory, and is left out", async () => {
    await using bench = await openBench();
    bench.engine.containers.set(containerId(1), fakeContainer(1, { memoryLimitBytes: 1_000_000 }));
    bench.engine.containers.set(containerId(2), fakeContainer(2, { hostConfig: { Memory: 2_000_000 } }));
    bench.engine.fault = (path) => (path === "/info" ? { status: 403, body: "Forbidden" } : undefined);
    const look = await bench.subject.collect();
    expect(look.outcome).toEqual({ ok: true });
    expect(look.value(1, "container.memory.limit")).toBeUndefined();
    expect(look.value(2, "container.memory.limit")).toBe(2_000_000);
    bench.engine.fault = () => undefined;
    expect((await bench.subject.collect()).value(1, "container.memory.limit")).toBe(1_000_000);
  });
});

describe("the deadline", () => {
  test("while the statistics hang: what there is is handed over at once, and who waited is first next time", async () => {
    await using bench = await openBench({ apiVersion: "1.44" }, { config: { statsConcurrency: 1 } });
    fill(bench.engine, 4);
    const deadline = new AbortController();
    const asked = (): readonly string[] => bench.engine.requests.filter((request) => request.includes("/stats"));
    bench.engine.fault = (path) => (path.endsWith(`${containerId(2)}/stats`) ? "hang" : undefined);
    const hanging = bench.subject.collect(deadline.signal);
    await expect.poll(() => asked().length).toBe(2);
    deadline.abort();
    const look = await hanging;
    expect(look.outcome).toEqual({ ok: true });
    expect(look.reports.map(({ code }) => code)).toEqual(["input-timeout", "docker-behind"]);
    expect(look.count("container.status")).toBe(4);
    expect(look.value(1, "container.cpu.time")).toBe(5);
    bench.engine.fault = () => undefined;
    bench.engine.requests.length = 0;
    await bench.subject.collect();
    expect(asked().map((request) => Number(`0x${request.match(/[0-9a-f]{64}/)?.[0].slice(-1)}`))).toEqual([3, 4, 1, 2]);
  });

  test("before anything came", async () => {
    await using bench = await openBench();
    fill(bench.engine, 1);
    const look = await bench.subject.collect(AbortSignal.abort());
    expect(look.outcome).toMatchObject({ ok: false, problem: { code: "input-timeout" } });
  });
});
