import { describe, expect, it } from "vitest";
import { usualKey } from "../../../test/fakes/mackerel/api.ts";
import { openWorld } from "../../../test/fakes/mackerel/output-world.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import { mackerelConfig } from "./config.ts";
import { graphDefinitions } from "./graph-definitions.ts";
import { select } from "./select.ts";
import { settingsOf } from "./settings.ts";
import { containerEntry, noonMs, snapshotOf, snapshots, taskEntry, taskOf, usage } from "./test/samples.ts";
import { daemonScene } from "./test/scenes.ts";

const daemon = { form: "daemon" } as const;

const createHost = (url: string, customIdentifier: string) =>
  fetch(`${url}/api/v0/hosts`, {
    method: "POST",
    headers: { "x-api-key": usualKey, "content-type": "application/json" },
    body: JSON.stringify({ name: "ip-10-0-0-1", meta: {}, customIdentifier }),
  });

/** EC2's instance metadata service. */
const metadata =
  (id: string, asked: HttpRequest[]) =>
  (real: HttpClient): HttpClient => ({
    ...real,
    request: (request) => {
      if (!request.url.startsWith("http://169.254.169.254/")) return real.request(request);
      asked.push(request);
      const body = request.method === "PUT" ? "token" : id;
      return Promise.resolve({ ok: true, status: 200, headers: {}, body });
    },
  });

describe("the host of the instance", () => {
  it("is found by the instance's id, and gets the figures of all tasks by family", async () => {
    const asked: HttpRequest[] = [];
    await using world = await openWorld({
      place: daemon,
      config: { hosts: "instance" },
      http: metadata("i-0abc", asked),
    });
    await createHost(world.fake.url, "i-0abc.ec2.amazonaws.com");
    expect(await world.prepare(daemonScene(noonMs))).toEqual({ kind: "accepted" });
    expect(await world.deliver([daemonScene(noonMs)])).toEqual([{ kind: "accepted" }]);
    await world.prepare(daemonScene(noonMs));
    expect(world.hosts()).toHaveLength(1);
    const values = world.fake.state.hostValues.get(world.hosts()[0]?.id ?? "");
    expect([...(values?.get("custom.ecs.cpu.api.api.usage")?.values() ?? [])]).toMatchObject([{ value: 150 }]);
    expect(asked.map(({ method = "GET", url }) => `${method} ${url}`)).toEqual([
      "PUT http://169.254.169.254/latest/api/token",
      "GET http://169.254.169.254/latest/meta-data/instance-id",
    ]);
    expect(asked[1]?.headers).toEqual({ "x-aws-ec2-metadata-token": "token" });
  });

  it("is the configured one", async () => {
    await using world = await openWorld({ place: daemon, config: { hosts: "instance", instance: "my-instance" } });
    await createHost(world.fake.url, "my-instance");
    expect(await world.prepare(daemonScene(noonMs))).toEqual({ kind: "accepted" });
  });

  it("is waited for when it is not there, or not known", async () => {
    const expected = { kind: "hold", problem: { code: "mackerel-instance" } };
    await using absent = await openWorld({ place: daemon, config: { hosts: "instance", instance: "absent" } });
    expect(await absent.prepare(daemonScene(noonMs))).toMatchObject(expected);
    expect(await absent.deliver([daemonScene(noonMs)])).toMatchObject([expected]);
    await using unknown = await openWorld({
      place: daemon,
      config: { hosts: "instance" },
      http: metadata("<html>", []),
    });
    expect(await unknown.prepare(daemonScene(noonMs))).toMatchObject(expected);
  });

  it("is never retired, described or given a status", async () => {
    await using world = await openWorld({
      place: daemon,
      config: { hosts: "instance", instance: "mine", hostStatusOnStart: "standby", whenTaskEnds: "retire" },
    });
    await createHost(world.fake.url, "mine");
    await world.prepare(daemonScene(noonMs));
    await world.clock.advance(3_600_000);
    await world.prepare(snapshotOf(world.clock.now(), [], "daemon"));
    await world.output.conclude(world.signal);
    expect(world.hosts()).toMatchObject([{ isRetired: false, status: "working", name: "ip-10-0-0-1" }]);
    expect(world.fake.state.requests.filter(({ method }) => method === "PUT")).toEqual([]);
  });
});

describe("figures that tasks share", () => {
  const shared = (entries: Parameters<typeof snapshotOf>[1]) => {
    const settings = settingsOf(mackerelConfig.parse({ hosts: "instance", apiKey: "k" }));
    const items = select(settings, snapshots([snapshotOf(noonMs, entries, "daemon")]));
    return Object.fromEntries(items.map((item) => [item.name, "value" in item ? item.value : undefined]));
  };
  const one = taskOf("one");
  const two = taskOf("two");

  it("are absent while a running container has none: the sum would be too small", () => {
    const figures = shared([
      containerEntry({ name: "web" }, one, "RUNNING", usage(noonMs, 0.5, 10), noonMs),
      containerEntry({ name: "web" }, two, "RUNNING", usage(noonMs, undefined, 10), noonMs),
    ]);
    expect(figures).not.toHaveProperty("custom.ecs.cpu.web.web.usage");
    expect(figures["custom.ecs.memory.web.web.working_set"]).toBe(20 * 1_048_576);
  });

  it("leave stopped containers and tasks that do not run yet out", () => {
    const figures = shared([
      containerEntry({ name: "web" }, one, "RUNNING", usage(noonMs, 0.5, 10), noonMs),
      containerEntry({ name: "web" }, two, "STOPPED", [], noonMs),
      taskEntry(taskOf("three"), "PENDING", [], noonMs),
      containerEntry({ name: "web" }, taskOf("three"), "PENDING", usage(noonMs, 9, 10), noonMs),
    ]);
    expect(figures["custom.ecs.cpu.web.web.usage"]).toBe(50);
  });
});

describe("service metrics", () => {
  const config = { serviceMetrics: { service: "shop", prefix: "zone-a" } };

  it("go to the service, which is created when it is not there", async () => {
    await using world = await openWorld({ place: daemon, config });
    expect(await world.prepare(daemonScene(noonMs))).toEqual({ kind: "accepted" });
    expect([...world.fake.state.services]).toEqual(["shop"]);
    expect(await world.deliver([daemonScene(noonMs)])).toEqual([{ kind: "accepted" }, { kind: "accepted" }]);
    expect([...(world.fake.state.serviceValues.get("shop")?.keys() ?? [])]).toContain("zone-a.cpu.api.api.usage");
    await world.prepare(daemonScene(noonMs), world.open());
    expect(world.fake.state.refusals).toEqual([]);
  });

  it("of a service that is refused are left out and counted; hosts go on", async () => {
    await using world = await openWorld({ place: daemon, config });
    world.fake.faults.plan({ match: "POST /api/v0/services", kind: "status", status: 400, times: 1 });
    expect(await world.prepare(daemonScene(noonMs))).toMatchObject({
      kind: "partly",
      problem: { code: "mackerel-service" },
    });
    const [hosts, service] = await world.deliver([daemonScene(noonMs)]);
    expect(hosts).toEqual({ kind: "accepted" });
    expect(service).toMatchObject({ kind: "partly", problem: { code: "mackerel-service" } });
    expect(service?.kind === "partly" && service.rejected.every(({ reason }) => reason === "no-service")).toBe(true);
  });

  it("too often within a minute are told to come later", async () => {
    await using world = await openWorld({ place: daemon, config, fake: { servicePostsAMinute: 1 } });
    await world.prepare(daemonScene(noonMs));
    await world.deliver([daemonScene(noonMs)]);
    const [, service] = await world.deliver([daemonScene(noonMs)]);
    expect(service).toMatchObject({ kind: "retry", problem: { code: "output-throttled" } });
    await world.clock.advance(60_000);
    expect((await world.deliver([daemonScene(noonMs)]))[1]).toEqual({ kind: "accepted" });
  });
});

describe("graph definitions", () => {
  it("are what Mackerel takes, for tasks' hosts and for an instance's", async () => {
    for (const hosts of ["task", "instance"] as const) {
      await using world = await openWorld({ config: { hosts, instance: "mine" } });
      await createHost(world.fake.url, "mine");
      expect(await world.prepare(undefined)).toEqual({ kind: "accepted" });
      expect(world.fake.state.definitions.size).toBe(graphDefinitions({ hosts, metrics: ["custom"] }).length);
      expect(world.fake.state.definitions.size).toBeGreaterThan(5);
    }
  });

  it("cover every custom metric", async () => {
    for (const hosts of ["task", "instance"] as const) {
      const settings = settingsOf(mackerelConfig.parse({ hosts, apiKey: "k" }));
      const defined = graphDefinitions(settings).flatMap(({ metrics }) =>
        metrics.map(({ name }) => new RegExp(`^${name.replaceAll(".", "\\.").replaceAll(/[*#]/g, "[-a-zA-Z0-9_]+")}$`)),
      );
      const names = select(settings, snapshots([daemonScene(noonMs)]))
        .map(({ name }) => name)
        .filter((name) => name.startsWith("custom."));
      expect(names.length).toBeGreaterThan(5);
      for (const name of names)
        expect(defined.filter((pattern) => pattern.test(name)).map(String), name).toHaveLength(1);
    }
  });

  it("are posted again every hour, before they lapse", async () => {
    await using world = await openWorld();
    const posts = () => world.fake.state.requests.filter(({ path }) => path.endsWith("/graph-defs/create")).length;
    for (let minute = 0; minute <= 180; minute += 1) {
      await world.prepare(undefined);
      await world.clock.advance(60_000);
    }
    expect(posts()).toBe(4);
  });

  it("that Mackerel refuses are told, and hold nothing", async () => {
    await using world = await openWorld();
    world.fake.faults.plan({ match: "POST /api/v0/graph-defs", kind: "status", status: 400, times: 1 });
    const refused = { kind: "partly", rejected: [], problem: { code: "output-refused" } };
    expect(await world.prepare(daemonScene(noonMs))).toMatchObject(refused);
    expect(await world.prepare(daemonScene(noonMs))).toMatchObject(refused);
    expect(world.hosts()).toHaveLength(3);
  });

  it("are none when only the container agent's names are wanted", () => {
    expect(graphDefinitions({ hosts: "task", metrics: ["container"] })).toEqual([]);
  });
});
