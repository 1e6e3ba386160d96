import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { noKeepsake } from "../../../test/no-keepsake.ts";
import { noPlugins } from "../../../test/no-plugins.ts";
import type { Place } from "../../model/place.ts";
import { openContainerBoard } from "../../pipeline/container-board.ts";
import { openRecorder } from "../../pipeline/recorder.ts";
import { gunzip } from "../../platform/gzip.ts";
import type { KernelFiles } from "../../ports/files.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import type { CollectContext, Input } from "../../ports/input.ts";
import type { Log } from "../../ports/log.ts";
import type { Problem } from "../../problems/problem.ts";
import { configSchema } from "./config.ts";
import { ecsTaskMetadata } from "./index.ts";

const nowMs = Date.UTC(2026, 0, 1, 12, 1);
const base = "http://169.254.170.2/v4/id";
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const noFile = { ok: false, reason: "not-found", detail: "" } as const;
const noFiles: KernelFiles = {
  readNow: () => noFile,
  readText: async () => noFile,
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => noFile,
};

const json = (document: unknown, status = 200): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(document),
});

const timeout: HttpFailure = { ok: false, reason: "timeout", detail: "" };

/** Written by hand, with figures that can be checked by hand: see the tests. */
const task = (more: object = {}) => ({
  Cluster: "shop",
  TaskARN: "arn:aws:ecs:eu-west-1:111122223333:task/shop/aa",
  Family: "web",
  Revision: "7",
  LaunchType: "EC2",
  KnownStatus: "RUNNING",
  Containers: [
    {
      DockerId: "c1",
      Name: "app",
      KnownStatus: "RUNNING",
      StartedAt: "2026-01-01T12:00:00Z",
      Limits: { CPU: 512, Memory: 128 },
      Networks: [{ NetworkMode: "bridge" }],
    },
  ],
  ...more,
});

const stats = {
  c1: {
    read: "2026-01-01T12:00:59.5Z",
    preread: "2026-01-01T12:00:58.5Z",
    cpu_stats: { cpu_usage: { total_usage: 12_250_000_000 }, online_cpus: 4 },
    precpu_stats: { cpu_usage: { total_usage: 12_000_000_000 } },
    memory_stats: { usage: 100_663_296, stats: { anon: 60_000_000, file: 40_000_000, inactive_file: 33_554_432 } },
    networks: { eth0: { rx_bytes: 1500, rx_packets: 3 } },
  },
};

type Answers = Readonly<Record<string, HttpResponse | HttpFailure>>;

const fargate: Place = {
  form: "sidecar",
  metadata: { version: "v4", url: base, from: "ECS_CONTAINER_METADATA_URI_V4" },
  reasons: [],
};

const open = (answers: { now: Answers }, place: Place = fargate, config: object = {}) => {
  const clock = openFakeClock({ nowMs });
  let asked: string[] = [];
  const http: HttpClient = {
    request: async ({ url }) => {
      asked.push(url.replace(base, ""));
      return answers.now[url.replace(base, "")] ?? json("no such route", 404);
    },
    lines: async () => timeout,
    close: async () => {},
  };
  const input: Input = ecsTaskMetadata.create(configSchema.parse(config), {
    place,
    clock,
    http,
    files: noFiles,
    gunzip,
    plugins: noPlugins,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    log: silent,
  });
  return {
    input,
    collect: async (atMs = nowMs, more: Pick<CollectContext, "extra"> = {}) => {
      const recording = openRecorder(atMs);
      const problems: Problem[] = [];
      asked = [];
      const outcome = await input.collect({
        recorder: recording.recorder,
        signal: new AbortController().signal,
        nowMs: atMs,
        report: (found) => problems.push(found),
        ...more,
      });
      const { drafts, refusedCount } = recording.close();
      const points = [...drafts.values()].flatMap((draft) => draft.points);
      const measured = (metric: string) => points.find((point) => point.metric === metric)?.value;
      return { outcome, problems, points, measured, refusedCount, asked: asked.toSorted() };
    },
  };
};

describe("one collection, worked out by hand", () => {
  it("records what the two documents say", async () => {
    const { collect } = open({
      now: { "": json({ DockerId: "c1" }), "/task": json(task()), "/task/stats": json(stats) },
    });
    const { outcome, measured, points, problems, refusedCount } = await collect();
    expect(outcome).toEqual({ ok: true });
    expect(problems).toEqual([]);
    expect(refusedCount).toBe(0);
    // 12.25e9 ns
    expect(measured("container.cpu.time")).toBe(12.25);
    // 512 / 1024
    expect(measured("container.cpu.reservation")).toBe(0.5);
    // 128 MiB
    expect(measured("container.memory.limit")).toBe(134_217_728);
    // 96 MiB - 32 MiB
    expect(measured("container.memory.working_set")).toBe(67_108_864);
    expect(measured("container.network.receive")).toBe(1500);
    expect(measured("task.cpu.online")).toBe(4);
    // No task limit, no network of the task's own, no cap of the container's own.
    for (const absent of ["task.cpu.limit", "task.memory.limit", "task.network.receive", "container.cpu.periods"]) {
      expect(measured(absent), absent).toBeUndefined();
    }
    const time = points.find(({ metric }) => metric === "container.cpu.time");
    expect(time).toMatchObject({
      atMs: Date.UTC(2026, 0, 1, 12, 0, 59, 500),
      sinceMs: Date.UTC(2026, 0, 1, 12),
      prior: { value: 12, atMs: Date.UTC(2026, 0, 1, 12, 0, 58, 500) },
    });
  });

  it("names no endpoint, no data", async () => {
    const { collect, input } = open({ now: {} }, { form: "standalone", reasons: [] });
    expect((await collect()).outcome).toMatchObject({ ok: false, problem: { code: "metadata-missing" } });
    expect(input.documents?.() ?? {}).toEqual({});
  });

  it("hands out the source's documents as they came", async () => {
    const { collect, input } = open({ now: { "/task": json(task()), "/task/stats": json(stats) } });
    await collect();
    expect(input.documents?.()).toEqual({
      task: { body: JSON.stringify(task()), contentType: "application/json", fetchedAtMs: nowMs },
      stats: { body: JSON.stringify(stats), contentType: "application/json", fetchedAtMs: nowMs },
    });
  });

  it("asks where the configuration says, and keeps out of namespaces that are not the task's", async () => {
    const url = "http://127.0.0.1:1/v4/id";
    const { collect } = open({ now: {} }, { form: "standalone", reasons: [] }, { url });
    const { asked } = await collect();
    expect(asked).toEqual([`${url}/task`, `${url}/task/stats`]);
  });
});

describe("what is asked on Managed Instances", () => {
  const managed = { ...fargate, launchType: "MANAGED_INSTANCES" } as const;
  const own = { "/task": json(task({ LaunchType: "MANAGED_INSTANCES" })), "/task/stats": json(stats) };
  const all = { "/tasks": json([task()]), "/tasks/stats": json([stats]) };

  it("is all tasks, for good, when they are told", async () => {
    const { collect } = open({ now: { ...own, ...all } }, managed);
    expect((await collect()).outcome).toEqual({ ok: true });
    expect((await collect()).asked.filter((path) => path !== "")).toEqual(["/tasks", "/tasks/stats"]);
  });

  it("tells that the form is another one than the endpoint's answer", async () => {
    const codes = async (form: Place["form"]) => {
      const { collect } = open({ now: { ...own, ...all } }, { ...managed, form });
      return (await collect()).problems.map(({ code }) => code);
    };
    expect(await codes("sidecar")).toEqual(["form-daemon"]);
    expect(await codes("managed-daemon")).toEqual([]);
  });

  it.each([
    ["404", json("not a daemon", 404)],
    ["500 with a sentence", json("not supported", 500)],
    ["an object", json({ error: "no" })],
  ])("is the own task, for good, after %s", async (_what, refusal) => {
    const { collect } = open({ now: { ...own, "/tasks": refusal, "/tasks/stats": refusal } }, managed);
    const first = await collect();
    expect(first.outcome).toEqual({ ok: true });
    expect(first.problems).toEqual([]);
    expect((await collect()).asked.filter((path) => path !== "")).toEqual(["/task", "/task/stats"]);
  });

  it("is asked again after a time-out, which tells nothing", async () => {
    const answers: { now: Answers } = { now: { ...own, "/tasks": timeout, "/tasks/stats": timeout } };
    const { collect } = open(answers, managed);
    expect((await collect()).outcome).toEqual({ ok: true });
    answers.now = { ...own, ...all };
    expect((await collect()).asked).toContain("/tasks");
    expect((await collect()).asked).not.toContain("/task");
  });

  it("is found out from the task itself where the environment does not tell", async () => {
    const { collect } = open({ now: { ...own, ...all } });
    expect((await collect()).asked).not.toContain("/tasks");
    expect((await collect()).asked).toContain("/tasks");
  });

  it("is never asked elsewhere", async () => {
    const { collect } = open({ now: { "/task": json(task()), "/task/stats": json(stats), ...all } });
    await collect();
    expect((await collect()).asked).not.toContain("/tasks");
  });

  it("is what the configuration says", async () => {
    const ownOnly = open({ now: { ...own, ...all } }, managed, { tasks: "own" });
    expect((await ownOnly.collect()).asked).not.toContain("/tasks");
    const instance = open({ now: { ...own, ...all } }, fargate, { tasks: "instance" });
    expect((await instance.collect()).asked).not.toContain("/task");
  });
});

describe("tags", () => {
  const answers = { "/task": json(task()), "/task/stats": json(stats) };

  it("are not asked for unless wanted", async () => {
    const { collect } = open({ now: answers });
    expect((await collect()).asked).not.toContain("/taskWithTags");
  });

  it("are asked for once in five minutes, also when they were refused", async () => {
    const given: { now: Answers } = { now: { ...answers, "/taskWithTags": json("no", 500) } };
    const { collect } = open(given, fargate, { tags: true });
    const refused = await collect(nowMs);
    expect(refused.outcome).toEqual({ ok: true });
    expect(refused.problems).toMatchObject([{ code: "tags-refused" }]);
    const waiting = await collect(nowMs + 290_000);
    expect(waiting.asked).not.toContain("/taskWithTags");
    expect(waiting.problems).toMatchObject([{ code: "tags-refused" }]);
    given.now = { ...answers, "/taskWithTags": json(task({ TaskTags: { team: "shop" } })) };
    const mended = await collect(nowMs + 300_000);
    expect(mended.asked).toContain("/taskWithTags");
    expect(mended.problems).toEqual([]);
  });
});

describe("when only one of the two documents comes", () => {
  const both = { "/task": json(task()), "/task/stats": json(stats) };

  it("without statistics records limits and states, and says so", async () => {
    const { collect } = open({ now: { ...both, "/task/stats": timeout } });
    const { outcome, measured, problems } = await collect();
    expect(outcome).toMatchObject({ ok: false, partial: true, problem: { code: "metadata-timeout" } });
    expect(measured("container.memory.limit")).toBe(134_217_728);
    expect(measured("container.cpu.time")).toBeUndefined();
    expect(problems).toEqual([]);
  });

  it("without the task records statistics under the last known names, at the time these were known", async () => {
    const answers: { now: Answers } = { now: both };
    const { collect } = open(answers);
    await collect(nowMs);
    answers.now = { ...both, "/task": timeout };
    const { outcome, points, measured } = await collect(nowMs + 10_000);
    expect(outcome).toMatchObject({ ok: false, partial: true });
    expect(measured("container.cpu.time")).toBe(12.25);
    expect(points.find(({ metric }) => metric === "task.status")?.atMs).toBe(nowMs);
  });

  it("without the task, ever, records nothing", async () => {
    const { collect } = open({ now: { ...both, "/task": timeout } });
    const { outcome, points } = await collect();
    expect(outcome).toMatchObject({ ok: false, problem: { code: "metadata-timeout" } });
    expect(outcome).not.toHaveProperty("partial");
    expect(points).toEqual([]);
  });

  it("names two troubles when they are two", async () => {
    const { collect } = open({ now: { "/task": timeout, "/task/stats": json("no", 404) } });
    const { outcome, problems } = await collect();
    expect(outcome).toMatchObject({ problem: { code: "metadata-timeout" } });
    expect(problems).toMatchObject([{ code: "metadata-status" }]);
  });
});

describe("a look between two collections, for somebody who watches", () => {
  const busy: HttpResponse = { ok: true, status: 429, headers: { "retry-after": "30" }, body: "too many" };
  const fine: Answers = { "/task": json(task()), "/task/stats": json(stats) };
  const extra = { extra: true } as const;

  it("that is refused holds up no collection", async () => {
    const answers: { now: Answers } = { now: fine };
    const { collect } = open(answers);
    await collect(nowMs);
    answers.now = { "/task": busy, "/task/stats": busy };
    expect((await collect(nowMs + 9000, extra)).outcome).toMatchObject({
      ok: false,
      problem: { code: "metadata-throttled" },
    });
    answers.now = fine;
    expect((await collect(nowMs + 10_000)).outcome).toEqual({ ok: true });
  });

  it("does not ask while a collection was told to ask less", async () => {
    const answers: { now: Answers } = { now: { "/task": busy, "/task/stats": busy } };
    const { collect } = open(answers);
    await collect(nowMs);
    answers.now = fine;
    const look = await collect(nowMs + 1000, extra);
    expect([look.outcome.ok, look.asked]).toEqual([false, []]);
    const collection = await collect(nowMs + 40_000);
    expect(collection.outcome).toEqual({ ok: true });
    expect((await collect(nowMs + 41_000, extra)).outcome).toEqual({ ok: true });
  });

  it.each([
    ["FARGATE", "sidecar", 10_000],
    ["MANAGED_INSTANCES", "sidecar", 10_000],
    ["MANAGED_INSTANCES", "managed-daemon", 10_000],
    ["EC2", "sidecar", 1000],
    ["EXTERNAL", "sidecar", 1000],
    [undefined, "standalone", 10_000],
  ] as const)("is as frequent as there is news: %s, %s: %i ms", (launchType, form, refreshMs) => {
    const place: Place = { form, reasons: [], ...(launchType === undefined ? {} : { launchType }) };
    expect(ecsTaskMetadata.refreshMsAt(place)).toBe(refreshMs);
  });
});
