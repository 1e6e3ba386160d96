import { expect, test } from "vitest";
import { openContainerBoard } from "../../../pipeline/container-board.ts";
import { nodeHttpClient } from "../../../platform/http-client.ts";
import type { HttpClient } from "../../../ports/http-client.ts";
import { containerId, ecsLabels, fakeContainer } from "./fake-container.ts";
import { openBench } from "./harness.ts";

const seconds = 1_772_366_400;

const published = (hostPort: number) => [{ IP: "0.0.0.0", PrivatePort: 8080, PublicPort: hostPort, Type: "tcp" }];

const lists = (requests: readonly string[]): number =>
  requests.filter((request) => request.includes("/containers/json")).length;

const openBoard = async () => {
  const board = openContainerBoard();
  const bench = await openBench({}, { board });
  const hostPorts = () =>
    (board.sheets().get("docker-engine")?.containers ?? []).flatMap(({ ports }) => ports.map((port) => port.hostPort));
  return { board, bench, hostPorts };
};

test("a collection puts up what runs, with ports and addresses of both families", async () => {
  const { board, bench } = await openBoard();
  await using _ = bench;
  const networks = { bridge: { IPAddress: "172.17.0.2", GlobalIPv6Address: "fd00::2" } };
  bench.engine.containers.set(containerId(1), fakeContainer(1, { ports: published(32768), networks }));
  bench.engine.containers.set(containerId(2), fakeContainer(2, { state: "exited" }));
  await bench.subject.collect();
  const sheet = board.sheets().get("docker-engine");
  expect(sheet?.vantage).toBe("machine");
  expect(sheet?.containers).toMatchObject([
    {
      container: { id: containerId(1) },
      networkMode: "default",
      ports: [{ containerPort: 8080, protocol: "tcp", hostPort: 32768, hostIp: "0.0.0.0" }],
      addresses: ["172.17.0.2", "fd00::2"],
    },
  ]);
});

test("of containers made in the same second the older is first: the engine lists the newest first", async () => {
  const { board, bench } = await openBoard();
  await using _ = bench;
  for (const number of [3, 1, 2]) bench.engine.containers.set(containerId(number), fakeContainer(number));
  await bench.subject.collect();
  const containers = board.sheets().get("docker-engine")?.containers ?? [];
  expect(containers.map(({ container, createdMs }) => [container.id, createdMs])).toEqual(
    [2, 1, 3].map((number) => [containerId(number), Date.UTC(2026, 2, 1, 10)]),
  );
});

test("a container that moved is where it is within a second of its events, without a collection", async () => {
  const { board, bench, hostPorts } = await openBoard();
  await using _ = bench;
  const container = fakeContainer(1, { ports: published(32768) });
  bench.engine.containers.set(container.id, container);
  board.read();
  await bench.subject.input.start?.();
  await bench.subject.collect();
  expect(hostPorts()).toEqual([32768]);

  container.state = "exited";
  bench.engine.fault = (path) => (path === "/containers/json" ? "hang" : undefined);
  bench.engine.emit({ action: "die", id: container.id, atSeconds: seconds });
  // Taken down by the event alone: the engine lists nothing.
  await expect.poll(hostPorts).toEqual([]);

  bench.engine.fault = () => undefined;
  container.state = "running";
  container.ports = published(32769);
  bench.engine.emit({ action: "start", id: container.id, atSeconds: seconds + 1 });
  await expect.poll(hostPorts).toEqual([32769]);
});

test("a container that starts and dies without end has the engine list a few times a second", async () => {
  const { board, bench } = await openBoard();
  await using _ = bench;
  board.read();
  await bench.subject.input.start?.();
  await bench.subject.collect();
  bench.engine.requests.length = 0;
  const beganMs = Date.now();
  for (let turn = 0; turn < 50; turn += 1) {
    bench.engine.emit({ action: turn % 2 === 0 ? "start" : "die", id: containerId(1), atSeconds: seconds + turn });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const elapsedMs = Date.now() - beganMs;
  await expect.poll(() => lists(bench.engine.requests)).toBeGreaterThanOrEqual(1);
  expect(lists(bench.engine.requests)).toBeLessThanOrEqual(1 + Math.ceil(elapsedMs / 200));
});

test("without a reader of the board, events cost the engine nothing", async () => {
  const { bench } = await openBoard();
  await using _ = bench;
  await bench.subject.input.start?.();
  await bench.subject.collect();
  bench.engine.requests.length = 0;
  bench.engine.emit({ action: "start", id: containerId(1), atSeconds: seconds });
  bench.engine.emit({ action: "oom", id: containerId(2), atSeconds: seconds + 1 });
  await expect.poll(async () => (await bench.subject.collect()).outcome.ok).toBe(true);
  expect(lists(bench.engine.requests)).toBe(1);
});

test("who asks for it has the engine list at once, and hears when it cannot", async () => {
  const { board, bench, hostPorts } = await openBoard();
  await using _ = bench;
  bench.engine.containers.set(containerId(1), fakeContainer(1, { ports: published(40000) }));
  expect(await board.refresh()).toBe(true);
  expect(hostPorts()).toEqual([40000]);
  bench.engine.fault = () => ({ status: 500, body: "{}" });
  expect(await board.refresh()).toBe(false);
  expect(hostPorts()).toEqual([40000]);
});

const task = ecsLabels("~internal~ecs~pause");
const uri = "http://169.254.170.2/v4/0123456789abcdef0123456789abcdef-1";

/** Answers for the task metadata endpoint, and lets everything else through. */
const withMetadata = (answer: () => string, asked: string[]): HttpClient => {
  const real = nodeHttpClient();
  return {
    ...real,
    request: (request) => {
      if (!request.url.startsWith("http://169.254.")) return real.request(request);
      asked.push(request.url);
      return Promise.resolve({ ok: true, status: 200, headers: {}, body: answer() });
    },
  };
};

test("a task with an interface of its own has the addresses that its metadata endpoint tells, asked once", async () => {
  const asked: string[] = [];
  const networks = [{ NetworkMode: "awsvpc", IPv4Addresses: ["10.0.1.20"], IPv6Addresses: ["2001:db8::20"] }];
  const http = withMetadata(
    () =>
      JSON.stringify({
        TaskARN: task["com.amazonaws.ecs.task-arn"],
        Containers: [{ Networks: networks }, { Networks: networks }],
      }),
    asked,
  );
  const board = openContainerBoard();
  await using bench = await openBench({}, { board, http });
  const pause = fakeContainer(1, { labels: task, networkMode: "none" });
  const app = fakeContainer(2, {
    labels: ecsLabels("app"),
    networkMode: `container:${pause.id}`,
    env: [`ECS_CONTAINER_METADATA_URI_V4=${uri}`, "SECRET=x"],
  });
  for (const container of [pause, app]) bench.engine.containers.set(container.id, container);
  board.read();
  await bench.subject.collect();
  await bench.subject.collect();
  expect(asked.filter((url) => url.endsWith("/task"))).toEqual([`${uri}/task`]);
  const addresses = board
    .sheets()
    .get("docker-engine")
    ?.containers.map((one) => [one.networkMode, one.addresses]);
  expect(addresses).toEqual([
    ["awsvpc", ["10.0.1.20", "2001:db8::20"]],
    ["awsvpc", ["10.0.1.20", "2001:db8::20"]],
  ]);
});

test("a metadata address that is not ECS's own is not asked", async () => {
  const asked: string[] = [];
  const http = withMetadata(() => "{}", asked);
  const board = openContainerBoard();
  board.read();
  await using bench = await openBench({}, { board, http });
  const pause = fakeContainer(1, { labels: task, networkMode: "none" });
  const env = ["ECS_CONTAINER_METADATA_URI_V4=http://169.254.169.254/latest/meta-data"];
  const app = fakeContainer(2, { labels: ecsLabels("app"), networkMode: `container:${pause.id}`, env });
  for (const container of [pause, app]) bench.engine.containers.set(container.id, container);
  await bench.subject.collect();
  expect(asked).toEqual([]);
});

test("what moved while the event stream was broken is seen when it is open again", async () => {
  const { board, bench, hostPorts } = await openBoard();
  await using _ = bench;
  const container = fakeContainer(1, { ports: published(32768) });
  bench.engine.containers.set(container.id, container);
  board.read();
  await bench.subject.input.start?.();
  await bench.subject.collect();
  bench.engine.breakEvents();
  await expect.poll(() => bench.engine.streams()).toBe(0);
  container.ports = published(32769);
  await expect.poll(hostPorts).toEqual([32769]);
});
