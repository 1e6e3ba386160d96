import { describe, expect, it } from "vitest";
import { openWorld } from "../../../test/fakes/mackerel/output-world.ts";
import { containerEntry, noonMs, point, snapshotOf, taskEntry, taskOf, usage } from "./test/samples.ts";
import { daemonScene, fargateScene } from "./test/scenes.ts";

const task = taskOf("one");

const taskIn = (word: string, atMs: number) =>
  snapshotOf(atMs, [
    taskEntry(task, word, [], atMs),
    containerEntry({ name: "web" }, task, word === "RUNNING" ? "RUNNING" : "PENDING", usage(atMs, 0.5, 10), atMs),
  ]);

describe("a task's host", () => {
  it("is created with the task's name, roles, metadata and checks, and no label", async () => {
    await using world = await openWorld({
      config: { roles: ["shop: web", "shop:all"], displayName: "web", memo: "hello" },
    });
    expect(await world.prepare(fargateScene(noonMs + 30_000))).toEqual({ kind: "accepted" });
    const [host, ...others] = world.hosts();
    expect(others).toEqual([]);
    expect(host).toMatchObject({
      name: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
      displayName: "web",
      memo: "hello",
      customIdentifier: "taskvitals:arn:aws:ecs:eu-central-1:111122223333:task/shop/0f1e2d3c4b5a69788796a5b4c3d2e1f0",
      status: "working",
      checks: [{ name: "health_web" }],
      meta: {
        "agent-name": "taskvitals",
        cloud: {
          provider: "fargate",
          metadata: {
            cluster: "shop",
            task_family: "web",
            task_version: "7",
            containers: [{ name: "web" }, { name: "side.car" }, { name: "migrate" }],
          },
        },
      },
    });
    expect([...(host?.roles ?? [])]).toEqual(["shop:web", "shop:all"]);
    expect(JSON.stringify(host)).not.toContain("kept-from-mackerel");
    expect(world.fake.state.refusals).toEqual([]);
  });

  it("is found again after the agent's restart, and gets its description anew", async () => {
    await using world = await openWorld();
    await world.prepare(fargateScene(noonMs));
    const restarted = world.open({ memo: "second" });
    await world.prepare(fargateScene(noonMs + 60_000), restarted);
    await world.deliver([fargateScene(noonMs + 60_000)], restarted);
    expect(world.hosts()).toHaveLength(1);
    expect(world.hosts()[0]?.memo).toBe("second");
    expect(world.names(world.hosts()[0]?.id ?? "")).toContain("container.cpu.web.usage");
  });

  it("that another agent created in between is taken over: Mackerel refuses a second one", async () => {
    let blind = false;
    await using world = await openWorld({
      http: (real) => ({
        ...real,
        request: (request) => {
          if (!blind || !request.url.includes("customIdentifier=")) return real.request(request);
          blind = false;
          return Promise.resolve({ ok: true, status: 200, headers: {}, body: '{"hosts":[]}' });
        },
      }),
    });
    await world.prepare(fargateScene(noonMs), world.open());
    blind = true;
    expect(await world.prepare(fargateScene(noonMs))).toEqual({ kind: "accepted" });
    expect(blind).toBe(false);
    expect(world.fake.state.refusals).toMatchObject([{ path: "POST /api/v0/hosts", status: 400 }]);
    expect(world.hosts()).toHaveLength(1);
  });

  it("is created for the first values of a task that prepare has not seen yet", async () => {
    await using world = await openWorld({ place: { form: "daemon" } });
    await world.prepare(snapshotOf(noonMs, [], "daemon"));
    expect(await world.deliver([daemonScene(noonMs)])).toEqual([{ kind: "accepted" }]);
    expect(world.hosts().map(({ name }) => name)).toEqual(["aaaa", "bbbb", "cccc"]);
  });

  it("is not created before the task runs, nor for a task that ended before", async () => {
    await using world = await openWorld();
    await world.prepare(taskIn("PENDING", noonMs));
    await world.deliver([taskIn("PENDING", noonMs)]);
    await world.prepare(taskIn("STOPPED", noonMs));
    expect(world.hosts()).toEqual([]);
    await world.prepare(taskIn("RUNNING", noonMs));
    expect(world.hosts()).toHaveLength(1);
  });

  it("is not created for values that are a quarter of an hour old: they are counted", async () => {
    await using world = await openWorld();
    const [outcome] = await world.deliver([taskIn("RUNNING", noonMs - 16 * 60_000)]);
    expect(outcome).toMatchObject({ kind: "partly", rejected: [{ reason: "no-host", again: false }, {}, {}, {}] });
    expect(world.hosts()).toEqual([]);
  });

  it("that someone retired is created anew while its task lives", async () => {
    await using world = await openWorld();
    await world.prepare(taskIn("RUNNING", noonMs));
    const [first] = world.hosts();
    if (first !== undefined) first.isRetired = true;
    expect(await world.deliver([taskIn("RUNNING", noonMs)])).toMatchObject([
      { kind: "retry", problem: { code: "mackerel-host" } },
    ]);
    expect(await world.deliver([taskIn("RUNNING", noonMs)])).toEqual([{ kind: "accepted" }]);
    expect(world.hosts().map(({ isRetired }) => isRetired)).toEqual([true, false]);
  });

  it("that Mackerel refuses holds everything while there is no other, and else only its own values", async () => {
    await using world = await openWorld({ place: { form: "daemon" } });
    world.fake.faults.plan({ match: "POST /api/v0/hosts", kind: "status", status: 400, message: "role is wrong" });
    const held = { kind: "hold", problem: { code: "mackerel-host", detail: expect.stringContaining("role is wrong") } };
    expect(await world.prepare(daemonScene(noonMs))).toMatchObject(held);
    expect(await world.deliver([daemonScene(noonMs)])).toMatchObject([held]);
    world.fake.faults.clear();
    await world.deliver([taskIn("RUNNING", noonMs)]);
    world.fake.faults.plan({ match: "POST /api/v0/hosts", kind: "status", status: 400 });
    const [outcome] = await world.deliver([daemonScene(noonMs)]);
    expect(outcome).toMatchObject({ kind: "partly", problem: { code: "mackerel-host" } });
    expect(outcome?.kind === "partly" && new Set(outcome.rejected.map(({ reason }) => reason))).toEqual(
      new Set(["host-refused"]),
    );
  });

  it("gets the status of the options when it is taken up, and otherwise keeps what an operator gave it", async () => {
    await using world = await openWorld();
    await world.prepare(taskIn("RUNNING", noonMs), world.open({ hostStatusOnStart: "standby" }));
    const [host] = world.hosts();
    expect(host?.status).toBe("standby");
    if (host !== undefined) host.status = "maintenance";
    await world.prepare(taskIn("RUNNING", noonMs));
    expect(host?.status).toBe("maintenance");
    if (host !== undefined) host.status = "poweroff";
    await world.prepare(taskIn("RUNNING", noonMs), world.open());
    expect(host?.status).toBe("working");
  });

  it("is described once an hour, keeps its identifier and the checks of a container that is away", async () => {
    await using world = await openWorld();
    const puts = () => world.fake.state.requests.filter(({ method }) => method === "PUT").length;
    const healthy = (names: readonly string[]) =>
      snapshotOf(noonMs, [
        taskEntry(task, "RUNNING", [], noonMs),
        ...names.map((name) =>
          containerEntry(
            { name },
            task,
            "RUNNING",
            [point("container.health.status", 1, noonMs, { attributes: { status: "HEALTHY" } })],
            noonMs,
          ),
        ),
      ]);
    await world.prepare(healthy(["web", "db"]));
    await world.clock.advance(60_000);
    await world.prepare(healthy(["web", "db"]));
    const first = puts();
    for (let minute = 0; minute < 61; minute += 1) {
      await world.clock.advance(60_000);
      await world.prepare(healthy(["web"]));
    }
    expect(puts() - first).toBe(1);
    expect(world.hosts()).toMatchObject([
      { customIdentifier: expect.stringContaining(task.id), checks: [{ name: "health_web" }, { name: "health_db" }] },
    ]);
    await world.prepare(healthy(["web", "cache"]));
    expect(world.hosts()[0]?.checks.map(({ name }) => name)).toEqual(["health_web", "health_db", "health_cache"]);
  });
});

describe("at the end", () => {
  it.each([
    ["retire", { isRetired: true, status: "working" }],
    ["poweroff", { isRetired: false, status: "poweroff" }],
    ["keep", { isRetired: false, status: "working" }],
  ])("a sidecar's whenTaskEnds %s", async (whenTaskEnds, expected) => {
    await using world = await openWorld({ config: { whenTaskEnds } });
    await world.prepare(taskIn("RUNNING", noonMs));
    expect(await world.output.conclude(world.signal)).toEqual({ kind: "accepted" });
    expect(world.hosts()).toMatchObject([expected]);
  });

  it("a daemon leaves its hosts to its successor", async () => {
    await using world = await openWorld({ place: { form: "daemon" } });
    await world.prepare(daemonScene(noonMs));
    expect(await world.output.conclude(world.signal)).toEqual({ kind: "accepted" });
    expect(world.hosts().map(({ isRetired, status }) => [isRetired, status])).toEqual([
      [false, "working"],
      [false, "working"],
      [false, "working"],
    ]);
  });

  it("a retirement that fails is told", async () => {
    await using world = await openWorld();
    await world.prepare(taskIn("RUNNING", noonMs));
    world.fake.faults.plan({ match: "POST /api/v0/hosts/", kind: "status", status: 503 });
    expect(await world.output.conclude(world.signal)).toMatchObject({ kind: "retry" });
  });
});
