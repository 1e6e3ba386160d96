import { describe, expect, it } from "vitest";
import { openWorld, type WorldOptions } from "../../../test/fakes/mackerel/output-world.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import { containerEntry, noonMs, snapshotOf, taskOf, usage } from "./test/samples.ts";

/** An instance that runs these tasks. */
const instance = (ids: readonly string[], atMs: number, more: Partial<Snapshot> = {}): Snapshot => ({
  ...snapshotOf(
    atMs,
    ids.map((id) => {
      const task = taskOf(id, { launchType: "EC2" });
      return containerEntry({ name: "web" }, task, "RUNNING", usage(atMs, 0.5, 10), atMs);
    }),
    "daemon",
  ),
  ...more,
});

/** Docker's `/info`, for a machine of that name. */
const engine =
  (name: string): NonNullable<WorldOptions["http"]> =>
  (real): HttpClient => ({
    ...real,
    request: (request) =>
      request.socketPath === undefined
        ? real.request(request)
        : Promise.resolve({ ok: true, status: 200, headers: {}, body: JSON.stringify({ ID: "ENGINE", Name: name }) }),
  });

const daemon = { form: "daemon", dockerSocket: "/var/run/docker.sock" } as const;

const openDaemon = (config: Record<string, unknown> = {}) =>
  openWorld({ place: daemon, config, http: engine("ip-10-0-0-1") });

const retired = (hosts: readonly { readonly name: string; readonly isRetired: boolean }[]) =>
  hosts.filter(({ isRetired }) => isRetired).map(({ name }) => name);

const minuteMs = 60_000;

describe("a daemon retires the host of a task that has gone", () => {
  it("after two minutes without it", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a", "b"], noonMs));
    await world.clock.advance(minuteMs);
    await world.prepare(instance(["b"], world.clock.now()));
    expect(retired(world.hosts())).toEqual([]);
    await world.clock.advance(2 * minuteMs);
    await world.prepare(instance(["b"], world.clock.now()));
    expect(retired(world.hosts())).toEqual(["a"]);
  });

  it("that is still listed, but has stopped", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(3 * minuteMs);
    const stopped = containerEntry({ name: "web" }, taskOf("a"), "STOPPED", [], world.clock.now());
    await world.prepare(instance([], world.clock.now(), { entries: [stopped] }));
    expect(retired(world.hosts())).toEqual(["a"]);
  });

  it("but not while an input could not look", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(10 * minuteMs);
    for (const inputs of [[], [{ name: "docker-engine", up: false }], [{ name: "docker-engine", up: undefined }]])
      await world.prepare(instance([], world.clock.now(), { inputs }));
    expect(retired(world.hosts())).toEqual([]);
  });

  it("tries again when Mackerel fails, and stands in no delivery's way", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(3 * minuteMs);
    world.fake.faults.plan({ match: "POST /api/v0/hosts/", kind: "status", status: 500, times: 1 });
    expect(await world.prepare(instance([], world.clock.now()))).toEqual({ kind: "accepted" });
    expect(retired(world.hosts())).toEqual([]);
    await world.prepare(instance([], world.clock.now()));
    expect(retired(world.hosts())).toEqual(["a"]);
  });

  it("and does not create it again for late values, but does when the task is back", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(3 * minuteMs);
    await world.prepare(instance([], world.clock.now()));
    const [late] = await world.deliver([instance(["a"], world.clock.now() - minuteMs)]);
    expect(late).toMatchObject({ kind: "partly", rejected: [{ reason: "no-host" }, {}, {}, {}] });
    expect(world.hosts()).toHaveLength(1);
    await world.prepare(instance(["a"], world.clock.now()));
    expect(await world.deliver([instance(["a"], world.clock.now())])).toEqual([{ kind: "accepted" }]);
    expect(world.hosts()).toHaveLength(2);
  });

  it("or sets it to poweroff, or keeps it", async () => {
    for (const [whenTaskEnds, status] of [
      ["poweroff", "poweroff"],
      ["keep", "working"],
    ]) {
      await using world = await openDaemon({ whenTaskEnds });
      await world.prepare(instance(["a"], noonMs));
      await world.clock.advance(30 * minuteMs);
      await world.prepare(instance([], world.clock.now()));
      expect(world.hosts()).toMatchObject([{ isRetired: false, status }]);
    }
  });
});

describe("a daemon that was away while a task ended", () => {
  /** Two tasks of one run; the second run sees one of them, and looks so much later. */
  const afterRestart = async (
    world: Awaited<ReturnType<typeof openDaemon>>,
    awayMs: number,
    more: Record<string, unknown> = {},
  ) => {
    await world.prepare(instance(["a", "b"], noonMs));
    await world.deliver([instance(["a", "b"], noonMs)]);
    await world.clock.advance(awayMs);
    const second = world.open(more);
    await world.prepare(instance(["b"], world.clock.now()), second);
    return second;
  };

  it("retires its host when it is back", async () => {
    await using world = await openDaemon();
    await afterRestart(world, 15 * minuteMs);
    expect(retired(world.hosts())).toEqual(["a"]);
  });

  it("waits until the host has been silent for ten minutes", async () => {
    await using world = await openDaemon();
    const second = await afterRestart(world, 5 * minuteMs);
    expect(retired(world.hosts())).toEqual([]);
    await world.clock.advance(minuteMs * 61);
    await world.prepare(instance(["b"], world.clock.now()), second);
    expect(retired(world.hosts())).toEqual(["a"]);
  });

  it("never touches the hosts of another daemon", async () => {
    await using world = await openDaemon();
    await afterRestart(world, 60 * minuteMs, { daemonId: "another" });
    expect(retired(world.hosts())).toEqual([]);
  });

  it("never touches a host that gets values, though it looks like its own", async () => {
    await using world = await openDaemon();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(60 * minuteMs);
    await world.deliver([instance(["a"], world.clock.now())]);
    await world.prepare(instance([], world.clock.now()), world.open());
    expect(retired(world.hosts())).toEqual([]);
  });

  it("never touches hosts that it did not create: a sidecar's, or other agents'", async () => {
    await using world = await openDaemon();
    const meta = { cloud: { provider: "ecs", metadata: { taskvitals_daemon: "ENGINE/ip-10-0-0-1" } } };
    for (const customIdentifier of ["i-1.ec2.amazonaws.com", "other:taskvitals:a"]) {
      const body = JSON.stringify({ name: "x", meta, customIdentifier });
      const headers = { "x-api-key": "fake-mackerel-key", "content-type": "application/json" };
      const created = await fetch(`${world.fake.url}/api/v0/hosts`, { method: "POST", headers, body });
      expect(created.status).toBe(200);
    }
    await world.prepare(instance(["s"], noonMs), world.open({ daemonId: "another" }));
    await world.clock.advance(60 * minuteMs);
    await world.prepare(instance([], world.clock.now()));
    expect(retired(world.hosts())).toEqual([]);
  });

  it("without a name of its own retires only what it knows from this run", async () => {
    await using world = await openWorld({ place: { form: "managed-daemon" } });
    await afterRestart(world, 60 * minuteMs);
    expect(retired(world.hosts())).toEqual([]);
    expect(world.hosts()[0]?.meta).not.toHaveProperty("cloud.metadata.taskvitals_daemon");
  });
});

describe("a sidecar", () => {
  it("retires nothing from outside", async () => {
    await using world = await openWorld();
    await world.prepare(instance(["a"], noonMs));
    await world.clock.advance(60 * minuteMs);
    await world.prepare(instance([], world.clock.now()));
    expect(retired(world.hosts())).toEqual([]);
  });
});
