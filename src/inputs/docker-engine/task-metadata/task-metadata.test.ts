import { describe, expect, test } from "vitest";
import { openFakeClock } from "../../../../test/fake-clock.ts";
import type { HttpClient, HttpFailure, HttpResponse } from "../../../ports/http-client.ts";
import type { StatsTarget } from "../stats-source.ts";
import { fakeContainer, statsDocument } from "../test/fake-container.ts";
import { treeFiles } from "../test/host-tree.ts";
import { openIntrospection } from "./introspection.ts";
import { openMetadataClient } from "./metadata-client.ts";
import { metadataStats } from "./metadata-stats.ts";
import { openTaskFacts } from "./task-facts.ts";

type Answer = HttpResponse | HttpFailure;

const json = (document: unknown, status = 200): Answer => ({
  ok: true,
  status,
  headers: {},
  body: JSON.stringify(document),
});
const dead: Answer = { ok: false, reason: "timeout", detail: "" };

/** Answers by URL, and what was asked. */
const world = (answers: Record<string, Answer>) => {
  const asked: string[] = [];
  const http: HttpClient = {
    request: async ({ url }) => {
      asked.push(url);
      return answers[url] ?? json("unknown", 404);
    },
    lines: async () => dead as HttpFailure,
    close: async () => {},
  };
  return { asked, http, clock: openFakeClock(), answers };
};

const uriOf = (id: string): string => `http://169.254.170.2/v4/${id}`;
const { signal } = new AbortController();

const target = (id: string, taskArn: string | undefined, metadataUri: string | undefined): StatsTarget => ({
  id,
  taskArn,
  network: "none",
  whereabouts: { pid: 1, cgroupParent: undefined, metadataUri },
});

describe("the metadata endpoint", () => {
  test("is asked at ECS's own address alone, whatever a container's environment says", async () => {
    const { http, clock, asked } = world({});
    const client = openMetadataClient(http, clock);
    for (const uri of [
      "http://169.254.169.254/latest",
      "http://10.0.0.1/v4/x",
      "http://169.254.170.2/v4/../v2/credentials",
    ]) {
      expect(await client.get(uri, "/task", signal)).toEqual({ ok: false, why: "its address is not that of ECS" });
    }
    expect(asked).toEqual([]);
  });

  test("that does not answer rests for a minute, for all tasks", async () => {
    const { http, clock, asked } = world({ [`${uriOf("a")}/task`]: dead, [`${uriOf("b")}/task`]: json({}) });
    const client = openMetadataClient(http, clock);
    expect(await client.get(uriOf("a"), "/task", signal)).toMatchObject({ ok: false });
    expect(await client.get(uriOf("b"), "/task", signal)).toEqual({ ok: false, why: "it does not answer (timeout)" });
    expect(asked.length).toBe(1);
    await clock.advance(60_000);
    expect(await client.get(uriOf("b"), "/task", signal)).toEqual({ ok: true, value: {} });
  });

  test("gives a task's figures with one question, through whichever container has its address", async () => {
    const { http, clock, asked } = world({
      [`${uriOf("b")}/task/stats`]: json({
        b: statsDocument(fakeContainer(1, { cpuNanoseconds: 3e9 }), { read: "2026-03-01T10:00:00Z" }),
        starting: null,
      }),
    });
    const found = await metadataStats(openMetadataClient(http, clock)).sample(
      [
        target("a", "t", undefined),
        target("b", "t", uriOf("b")),
        target("starting", "t", uriOf("c")),
        target("d", undefined, undefined),
        target("e", "u", undefined),
      ],
      signal,
    );
    expect(found.get("b")).toMatchObject({ ok: true, stats: { cpu: { totalSeconds: 3 } } });
    expect(found.get("starting")).toMatchObject({ why: "out-of-reach", reason: "it has none of this container" });
    expect(found.get("a")).toMatchObject({ reason: "it has none of this container" });
    expect(found.get("d")).toMatchObject({ reason: "it is in no task" });
    expect(found.get("e")).toMatchObject({ reason: "its environment names none" });
    expect(asked).toEqual([`${uriOf("b")}/task/stats`]);
  });

  test("does not begin what there is no time for", async () => {
    const { http, clock, asked } = world({});
    const source = metadataStats(openMetadataClient(http, clock));
    const found = await source.sample([target("a", "t", uriOf("a"))], AbortSignal.abort());
    expect([found.get("a"), asked]).toEqual([{ ok: false, why: "late" }, []]);
  });
});

describe("facts of a task", () => {
  const task = { TaskARN: "arn:t", Family: "web", ServiceName: "front", Limits: { CPU: 0.25, Memory: 512 } };

  test("are asked once", async () => {
    const { http, clock, asked } = world({ [`${uriOf("a")}/task`]: json(task) });
    const facts = openTaskFacts(openMetadataClient(http, clock), clock);
    const tasks = [{ arn: "arn:t", metadataUri: uriOf("a") }];
    await facts.learn(tasks, signal);
    await facts.learn(tasks, signal);
    expect(facts.of("arn:t")).toMatchObject({
      identity: { service: "front" },
      cpuLimitVcpus: 0.25,
      memoryLimitBytes: 512 * 1024 * 1024,
    });
    expect(asked.length).toBe(1);
    await facts.learn([], signal);
    expect(facts.of("arn:t")).toBeUndefined();
  });

  test("of another task are not taken, and asked again after a minute", async () => {
    const { http, clock, asked } = world({ [`${uriOf("a")}/task`]: json(task) });
    const facts = openTaskFacts(openMetadataClient(http, clock), clock);
    const tasks = [{ arn: "arn:other", metadataUri: uriOf("a") }];
    await facts.learn(tasks, signal);
    await facts.learn(tasks, signal);
    expect([facts.of("arn:other"), asked.length]).toEqual([undefined, 1]);
    await clock.advance(61_000);
    await facts.learn(tasks, signal);
    expect(asked.length).toBe(2);
  });
});

describe("introspection", () => {
  const metadata = { Cluster: "shop", ContainerInstanceArn: "arn:i", Version: "Amazon ECS Agent - v1.90.0 (x)" };
  const tasks = (status: string) => ({ Tasks: [{ Arn: "arn:t", KnownStatus: status, DesiredStatus: "RUNNING" }] });
  const bridge = { "/proc/net/route": "Iface\tDestination\tGateway\neth0\t00000000\t010011AC\t0003\n" };

  test("finds the agent at the gateway, and follows the states of its tasks", async () => {
    const gateway = "http://172.17.0.1:51678";
    const { http, clock, answers, asked } = world({
      [`${gateway}/v1/metadata`]: json(metadata),
      [`${gateway}/v1/tasks`]: json(tasks("PENDING")),
    });
    const introspection = openIntrospection({ http, clock, files: treeFiles(bridge), url: undefined });
    await introspection.refresh(signal);
    expect(introspection.agent()).toMatchObject({ version: "1.90.0", cluster: "shop" });
    expect(introspection.stateOf("arn:t")).toEqual({ known: "PENDING", desired: "RUNNING" });
    answers[`${gateway}/v1/tasks`] = json(tasks("RUNNING"));
    await introspection.refresh(signal);
    expect(introspection.stateOf("arn:t")?.known).toBe("PENDING");
    await clock.advance(5000);
    await introspection.refresh(signal);
    expect(introspection.stateOf("arn:t")?.known).toBe("RUNNING");
    expect(asked.filter((url) => url.endsWith("/v1/metadata"))).toEqual([
      "http://127.0.0.1:51678/v1/metadata",
      `${gateway}/v1/metadata`,
    ]);
  });

  test("is asked once a minute where nobody answers, and what it told before is not told on", async () => {
    const url = "http://10.0.0.9:51678";
    const { http, clock, answers, asked } = world({
      [`${url}/v1/metadata`]: json(metadata),
      [`${url}/v1/tasks`]: json(tasks("RUNNING")),
    });
    const introspection = openIntrospection({ http, clock, files: treeFiles({}), url: `${url}/` });
    await introspection.refresh(signal);
    answers[`${url}/v1/tasks`] = dead;
    await clock.advance(5000);
    await introspection.refresh(signal);
    expect(introspection.stateOf("arn:t")).toBeUndefined();
    const before = asked.length;
    await clock.advance(30_000);
    await introspection.refresh(signal);
    expect(asked.length).toBe(before);
  });
});
