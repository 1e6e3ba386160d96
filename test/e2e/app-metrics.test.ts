import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startApps } from "./servers/apps.ts";
import { type DockerEngine, startDockerEngine } from "./servers/docker-engine.ts";
import { type Inside, startAgentInside, startPrometheusInside } from "./servers/inside.ts";
import type { Promql } from "./servers/promql.ts";
import { waitFor } from "./servers/wait.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let engine: DockerEngine;
let agent: Inside;
let prometheus: Inside & Promql;

beforeAll(async () => {
  engine = stack.use(await startDockerEngine());
  await startApps(engine);
  agent = stack.use(await startAgentInside(engine, { TASKVITALS_INTERVAL_MS: "1000" }));
  prometheus = stack.use(await startPrometheusInside(engine, agent));
});

interface Line {
  /** Name and labels. */
  readonly series: string;
  readonly value: number;
}

const lines = (text: string): readonly Line[] =>
  text.split("\n").flatMap((line) => {
    const [, series, value] = /^([\w:]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    return series === undefined ? [] : [{ series, value: Number(value) }];
  });

const having =
  (...parts: readonly string[]) =>
  ({ series }: Line): boolean =>
    parts.every((part) => series.includes(part));

const apps = async (...parts: readonly string[]): Promise<readonly Line[]> =>
  lines(await agent.get("/apps/metrics")).filter(having(...parts));

const own = async (...parts: readonly string[]): Promise<readonly Line[]> =>
  lines(await agent.get("/metrics")).filter(having(...parts));

/** What the app itself says, once it has begun. */
const truth = async (name: string): Promise<number> =>
  lines(await engine.docker("exec", name, "cat", "/www/metrics.txt"))[0]?.value ?? Number.NaN;

const sdSchema = z.array(z.object({ targets: z.tuple([z.string()]), labels: z.record(z.string(), z.string()) }));

const discovered = async (target: string): Promise<readonly string[]> =>
  sdSchema
    .parse(JSON.parse(await agent.get("/sd")))
    .filter(({ labels }) => labels.target === target)
    .map(({ targets: [address] }) => address);

const hostPort = async (name: string): Promise<string> =>
  (await engine.docker("port", name, "8080/tcp")).split("\n")[0]?.split(":").at(-1) ?? "";

const settle = <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> =>
  waitFor({ what, attempt, context: () => agent.child.tail() });

/** Until the new run has said its number: the old one's stands in the file up to then. */
const restart = async (name: string): Promise<void> => {
  const before = await truth(name);
  await engine.docker("restart", "--time", "0", name);
  await settle(`${name} runs anew`, async () => {
    const now = await truth(name);
    return Number.isNaN(now) || now === before ? undefined : true;
  });
};

/** The value of the app's present run, told under a series. */
const present = async (name: string): Promise<Line> => {
  const expected = await truth(name);
  return settle(`the agent tells the present run of ${name}`, async () =>
    (await apps("app_run{", `me="${name}"`)).find(({ value }) => value === expected),
  );
};

/** Readings of an app that failed, and collections that have begun: each reads an app once at the most. */
const counted = async (target: string) => {
  const errors = await own("ecs_target_errors_total{", `target="${target}"`);
  const [collections] = await own('taskvitals_input_collections_total{input="app-metrics"');
  return { failed: errors.reduce((sum, { value }) => sum + value, 0), collections: collections?.value ?? Number.NaN };
};

test("a container that restarts twenty times keeps its series and its slot, and loses no reading but those while it was away", async () => {
  const first = await present("web");
  expect(first.series).toContain('target="web"');
  expect(first.series).toContain('slot="1"');
  expect(first.series).toContain('cluster="e2e"');
  const ports = new Set<string>();
  const followedMs: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const before = await counted("web");
    await restart("web");
    const beganMs = performance.now();
    const port = await hostPort("web");
    ports.add(port);
    await settle("/sd lists the new port, and it alone", async () =>
      String(await discovered("web")) === `127.0.0.1:${port}` ? true : undefined,
    );
    followedMs.push(Math.round(performance.now() - beganMs));
    await settle("the app answers", () =>
      engine.inNetwork("busybox", "wget", "-q", "-O", "-", `http://127.0.0.1:${port}/metrics.txt`),
    );
    const { collections } = await counted("web");
    expect((await present("web")).series).toBe(first.series);
    // One more: that which was under way when the container went.
    expect((await counted("web")).failed - before.failed).toBeLessThanOrEqual(collections - before.collections + 1);
  }
  // The engine gave it another one each time: nothing of this is due to a port that stayed.
  expect(ports.size).toBeGreaterThan(1);
  const { failed } = await counted("web");
  await settle("the app is up", async () =>
    (await own("ecs_target_up{", 'target="web"')).map(({ value }) => value).join() === "1" ? true : undefined,
  );
  process.stdout.write(
    `app-metrics: in /sd after ${Math.max(...followedMs)} ms at most; ${failed} readings lost in 20 restarts\n`,
  );
});

test("containers that take one another's ports are never mistaken for one another", async () => {
  const slotOf = new Map<string, string>();
  const note = async (): Promise<void> => {
    for (const { series } of await apps("app_run{", 'target="tight"')) {
      const [, me = ""] = /me="(\w+)"/.exec(series) ?? [];
      const [, slot = ""] = /slot="(\d+)"/.exec(series) ?? [];
      const container = /container_name="(\w+)"/.exec(series)?.[1];
      // What it says of itself is what the agent says of it.
      expect(container).toBe(me);
      expect(["1", "2"]).toContain(slot);
      slotOf.set(`${me} ${slot}`, series);
    }
  };
  const ports = { one: new Set<string>(), two: new Set<string>() };
  const shared = (): readonly string[] => [...ports.one].filter((port) => ports.two.has(port));
  // Which port each gets is the engine's to say: until one of them has had the other's.
  for (let turn = 0; turn < 6 || (turn < 40 && shared().length === 0); turn += 1) {
    const restarting = Promise.all([restart("one"), restart("two")]);
    let done = false;
    const watching = (async () => {
      while (!done) await note();
    })();
    await restarting;
    ports.one.add(await hostPort("one"));
    ports.two.add(await hostPort("two"));
    await present("one");
    await present("two");
    done = true;
    await watching;
  }
  expect(shared().length).toBeGreaterThan(0);
  expect(slotOf.size).toBeGreaterThanOrEqual(2);
});

test("in every network mode the app is found, and what cannot be reached is said", async () => {
  const address = await engine.docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", "unpublished");
  const expected = {
    unpublished: `${address.trim()}:8080`,
    hosted: "127.0.0.1:9123",
    connected: `127.0.0.1:${await hostPort("pause")}`,
  };
  for (const [name, where] of Object.entries(expected)) {
    await settle(`/sd lists ${name} at ${where}`, async () => String(await discovered(name)) === where || undefined);
    expect((await present(name)).series).toContain(`container_name="${name}"`);
  }
  expect(await discovered("alone")).toEqual([]);
  expect(agent.child.log()).toMatch(/target-address.*alone.*no network/);
});

test("Prometheus finds the same targets at /sd, and reads the same there", async () => {
  const run = await truth("web");
  const seen = await settle("Prometheus has the present run", async () => {
    const rows = await prometheus.query('app_run{target="web"}');
    return rows.length === 1 && rows[0]?.value === run ? rows[0] : undefined;
  });
  expect(seen.labels).toMatchObject({
    instance: "127.0.0.1/web/1",
    slot: "1",
    container_name: "web",
    cluster: "e2e",
    task_family: "shop",
    container_port: "8080",
    address: `127.0.0.1:${await hostPort("web")}`,
  });
  // One series, whatever its address was.
  const names = await prometheus.query(
    'count(count by (instance, target, slot, me) (last_over_time(app_run{target="web"}[15m])))',
  );
  expect(names).toMatchObject([{ value: 1 }]);
});

test("a real exporter: as many samples as Prometheus takes of it, and the same names", async () => {
  await settle("the agent and Prometheus have as many samples of the exporter", async () => {
    const [read] = await own("ecs_target_samples{", 'target="exporter"');
    const [taken] = await prometheus.query('scrape_samples_scraped{target="exporter"} > 0');
    if (read?.value !== taken?.value) throw new Error(`${read?.value} and ${taken?.value}`);
    return taken;
  });
  const nameOf = (series: string): string => series.replace(/\{.*/, "");
  const namesOf = async () => {
    const told = new Set((await apps('target="exporter"')).map(({ series }) => nameOf(series)));
    const scraped = (
      await prometheus.query('count by (__name__) ({job="apps",target="exporter",__name__!~"up|scrape_.*"})')
    ).map(({ labels: { __name__: name = "" } }) => name);
    return { told: [...told].toSorted().join(" "), scraped: scraped.toSorted().join(" ") };
  };
  const { told } = await settle("both have the same names", async () => {
    const names = await namesOf();
    if (names.told !== names.scraped) throw new Error(JSON.stringify(names));
    return names;
  });
  expect(told.split(" ").length).toBeGreaterThan(30);
});
