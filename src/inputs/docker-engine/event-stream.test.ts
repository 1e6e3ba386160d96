import { describe, expect, test } from "vitest";
import { type FakeClock, openFakeClock } from "../../../test/fake-clock.ts";
import type { HttpClient, HttpFailure, HttpLines, HttpRequest } from "../../ports/http-client.ts";
import { openEngineClient } from "./client.ts";
import type { ContainerEvent } from "./container-event.ts";
import { openEventStream } from "./event-stream.ts";

/** One connection: lines come when the test says so. */
const openLines = () => {
  const waiting: ((line: string | undefined) => void)[] = [];
  const ready: (string | undefined)[] = [];
  const push = (line: string | undefined): void => {
    const taker = waiting.shift();
    if (taker === undefined) ready.push(line);
    else taker(line);
  };
  const take = (): Promise<string | undefined> =>
    ready.length > 0 ? Promise.resolve(ready.shift()) : new Promise((resolve) => waiting.push(resolve));
  async function* lines(): AsyncGenerator<string> {
    for (let line = await take(); line !== undefined; line = await take()) yield line;
  }
  return { lines: lines(), send: (line: string) => push(line), end: () => push(undefined) };
};

type Connection = ReturnType<typeof openLines>;

const event = (action: string, id: string, seconds: number, nano = 0): string =>
  JSON.stringify({
    Type: "container",
    Action: action,
    Actor: { ID: id },
    time: seconds,
    timeNano: seconds * 1e9 + nano,
  });

/** An engine that takes, or refuses, as many event streams as the test allows. */
const open = (clock: FakeClock) => {
  const requests: HttpRequest[] = [];
  const connections: Connection[] = [];
  const answers = { next: (): HttpLines | HttpFailure | Promise<HttpLines | HttpFailure> => accept() };
  const accept = (): HttpLines => {
    const connection = openLines();
    connections.push(connection);
    return { ok: true, status: 200, lines: connection.lines };
  };
  const http: HttpClient = {
    request: async () => ({ ok: true, status: 200, headers: { "api-version": "1.41" }, body: "OK" }),
    lines: async (request) => {
      requests.push(request);
      request.signal?.addEventListener("abort", () => connections.at(-1)?.end());
      return answers.next();
    },
    close: async () => {},
  };
  const heard: ContainerEvent[] = [];
  const opened: number[] = [];
  const client = openEngineClient({
    http,
    address: { baseUrl: "http://docker", socketPath: "/docker.sock", shown: "unix:///docker.sock" },
    timeoutMs: 1000,
    maxBodyBytes: 1000,
  });
  const stream = openEventStream({
    client,
    clock,
    labels: [],
    onEvent: (found) => heard.push(found),
    onOpen: () => opened.push(clock.monotonic()),
  });
  const since = (): (string | null)[] => requests.map(({ url }) => new URL(url).searchParams.get("since"));
  return { stream, requests, connections, answers, accept, heard, opened, since };
};

const refusal: HttpFailure = { ok: false, reason: "refused", detail: "nobody listens" };

describe("following", () => {
  test("asks for what changes a container, and hands it over", async () => {
    const clock = openFakeClock();
    const { stream, requests, connections, heard } = open(clock);
    await stream.start();
    expect(stream.isOpen()).toBe(true);
    expect(stream.watchingSinceMs()).toBe(clock.now());
    expect(JSON.parse(new URL(requests[0]?.url ?? "").searchParams.get("filters") ?? "")).toEqual({
      type: ["container"],
      event: ["start", "die", "oom", "destroy", "health_status", "pause", "unpause", "rename", "update"],
    });
    connections[0]?.send(event("health_status: unhealthy", "a", 100));
    connections[0]?.send("nonsense");
    connections[0]?.send("");
    connections[0]?.send(event("oom", "a", 101));
    await clock.advance(0);
    expect(heard.map(({ action, id }) => `${action} ${id}`)).toEqual(["health_status a", "oom a"]);
    await stream.stop();
  });

  test("silence is no trouble", async () => {
    const clock = openFakeClock();
    const { stream, requests } = open(clock);
    await stream.start();
    await clock.advance(24 * 3_600_000);
    expect(requests).toHaveLength(1);
    expect(stream.isOpen()).toBe(true);
    expect(stream.takeTrouble()).toBeUndefined();
    await stream.stop();
  });
});

describe("a stream that breaks", () => {
  test("is opened again where it ended; nothing is told twice", async () => {
    const clock = openFakeClock();
    const { stream, connections, heard, opened, since } = open(clock);
    await stream.start();
    connections[0]?.send(event("start", "a", 100, 5));
    connections[0]?.send(event("oom", "a", 101, 5));
    connections[0]?.end();
    await clock.advance(0);
    expect(stream.isOpen()).toBe(false);
    await clock.advance(1000);
    expect(stream.isOpen()).toBe(true);
    expect(since()).toEqual([null, "101"]);
    expect(opened).toHaveLength(2);
    connections[1]?.send(event("oom", "a", 101, 5));
    connections[1]?.send(event("oom", "a", 101, 4096));
    connections[1]?.send(event("die", "a", 102, 5));
    await clock.advance(0);
    expect(heard.map(({ action }) => action)).toEqual(["start", "oom", "oom", "die"]);
    await stream.stop();
  });

  test("is told once, even when it is back before anyone asks", async () => {
    const clock = openFakeClock();
    const { stream, connections } = open(clock);
    await stream.start();
    connections[0]?.end();
    await clock.advance(1000);
    expect(stream.isOpen()).toBe(true);
    expect(stream.takeTrouble()).toMatchObject({ code: "docker-events", subject: "unix:///docker.sock" });
    expect(stream.takeTrouble()).toBeUndefined();
    await stream.stop();
  });

  test("without any event before, goes on from when it was opened", async () => {
    const clock = openFakeClock({ nowMs: 500_700 });
    const { stream, connections, since } = open(clock);
    await stream.start();
    connections[0]?.end();
    await clock.advance(1000);
    expect(since()).toEqual([null, "500"]);
    await stream.stop();
  });
});

describe("an engine that is not there", () => {
  test("is asked after 1, 2, 4, 8 and then every 10 seconds, and told of until it is back", async () => {
    const clock = openFakeClock();
    const { stream, answers, accept, requests } = open(clock);
    answers.next = () => refusal;
    await stream.start();
    const attempts: number[] = [];
    for (const pauseMs of [1000, 2000, 4000, 8000, 10_000, 10_000]) {
      await clock.advance(pauseMs - 1);
      const before = requests.length;
      await clock.advance(1);
      attempts.push(requests.length - before);
    }
    expect(attempts).toEqual([1, 1, 1, 1, 1, 1]);
    expect(stream.takeTrouble()).toMatchObject({ code: "docker-events" });
    expect(stream.takeTrouble()).toMatchObject({ code: "docker-events" });
    expect(stream.watchingSinceMs()).toBeUndefined();
    answers.next = accept;
    await clock.advance(10_000);
    expect(stream.isOpen()).toBe(true);
    expect(stream.takeTrouble()).toBeUndefined();
    await stream.stop();
  });

  test("a stream that lived for long is opened again after a second", async () => {
    const clock = openFakeClock();
    const { stream, connections, requests } = open(clock);
    await stream.start();
    for (const life of [0, 60_000]) {
      await clock.advance(life);
      connections.at(-1)?.end();
      await clock.advance(1000);
    }
    expect(requests).toHaveLength(3);
    connections.at(-1)?.end();
    await clock.advance(1000);
    expect(requests).toHaveLength(3);
    await clock.advance(1000);
    expect(requests).toHaveLength(4);
    await stream.stop();
  });

  test("the start waits for a hanging one for no more than a second", async () => {
    const clock = openFakeClock();
    const { stream, answers } = open(clock);
    const hanging = Promise.withResolvers<HttpFailure>();
    answers.next = () => hanging.promise;
    let started = false;
    const starting = stream.start().then(() => {
      started = true;
    });
    await clock.advance(999);
    expect(started).toBe(false);
    await clock.advance(1);
    expect(started).toBe(true);
    await starting;
    hanging.resolve(refusal);
    await stream.stop();
  });
});

test("stops at once, twice, and without a start", async () => {
  const clock = openFakeClock();
  const { stream, requests } = open(clock);
  await stream.start();
  await stream.stop();
  await stream.stop();
  await stream.start();
  expect(requests).toHaveLength(1);
  expect(clock.pending()).toEqual([]);
  const unused = open(clock);
  await unused.stream.stop();
  expect(unused.requests).toEqual([]);
});
