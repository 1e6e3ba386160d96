import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listOptions } from "../../src/config/options.ts";
import { type Tree, withValue } from "../../src/config/tree.ts";
import * as contract from "../../src/web/api/contract.ts";
import { scripted } from "../cli/scripted.ts";
import { type ReadEvent, readEvents } from "./event-reader.ts";
import { runningAgent } from "./running-agent.ts";

const shape = "fargate" as const;

const get = async <S extends z.ZodType>(url: string, schema: S): Promise<z.infer<S>> => {
  const response = await fetch(url);
  expect([url, response.status]).toEqual([url, 200]);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  return schema.parse(await response.json());
};

const schemaOf: Readonly<Record<string, z.ZodType>> = {
  table: contract.tableEvent,
  delta: contract.deltaEvent,
  points: contract.pointsEvent,
};

/** Every event is one of the contract's. */
const checked = (events: readonly ReadEvent[]): readonly ReadEvent[] => {
  for (const { event, data } of events) expect(schemaOf[event]?.safeParse(data).error).toBeUndefined();
  return events;
};

const named = (events: readonly ReadEvent[], name: string): readonly ReadEvent[] =>
  events.filter(({ event }) => event === name);

/** The first table that has rows: on a busy machine the first collections may come late. */
const filledTable = async (url: string): Promise<z.infer<typeof contract.tableEvent>> => {
  for (;;) {
    const [first] = checked(await readEvents(url, (events) => events.length > 0));
    const table = contract.tableEvent.parse(first?.data);
    if (table.rows.length > 0) return table;
  }
};

describe("the API of an agent beside a simulated task", () => {
  it("answers as the contract says, everywhere, and the answers agree", async () => {
    await using simulation = await scripted({ shape });
    await using agent = await runningAgent(simulation.environment);
    const { origin } = agent;

    checked(await readEvents(`${origin}/api/live`, (events) => named(events, "delta").length >= 3));
    const table = await filledTable(`${origin}/api/live`);
    expect(table.rows.map((row) => row?.kind)).toEqual(["task", "container", "container", "container"]);

    const treeNow = () => get(`${origin}/api/tree`, contract.tree);
    const taskOf = (tree: z.infer<typeof contract.tree>) => tree.clusters[0]?.services[0]?.tasks[0];
    await expect.poll(async () => taskOf(await treeNow())?.figures.cpu).toBeGreaterThan(0);
    const tree = await treeNow();
    const task = taskOf(tree);
    expect(tree.form).toBe("sidecar");
    expect(task?.containers).toHaveLength(3);
    const web = task?.containers.find(({ type }) => type === "NORMAL");
    expect(web?.parent).toBe(task?.key);
    expect(web?.figures.memory).toBeGreaterThan(0);

    const key = web?.key ?? "";
    const watched = checked(
      await readEvents(
        `${origin}/api/live?watch=${encodeURIComponent(key)}`,
        (events) => named(events, "points").length >= 2,
      ),
    );
    const points = contract.pointsEvent.parse(named(watched, "points")[0]?.data);
    const pastOf = () => get(`${origin}/api/history?key=${encodeURIComponent(key)}`, contract.history);
    await expect.poll(async () => (await pastOf()).times.length).toBeGreaterThanOrEqual(3);
    const history = await pastOf();
    const metrics = (series: readonly { readonly metric: string }[]) => series.map(({ metric }) => metric).sort();
    expect(metrics(points.series)).toEqual(metrics(history.series));
    expect(history.times).toEqual(history.times.toSorted((one, other) => one - other));
    for (const line of history.values) expect(line).toHaveLength(history.times.length);

    const values = await get(`${origin}/api/values`, contract.values);
    expect(values.resources.map(({ scope }) => scope)).toEqual(["task", ...Array(3).fill("container"), "self"]);
    const known = new Set((await get(`${origin}/api/catalogue`, contract.catalogue)).metrics.map(({ id }) => id));
    const told = values.resources.flatMap((resource) => resource.points.map(({ metric }) => metric));
    expect(told.filter((metric) => !known.has(metric))).toEqual([]);

    const apps = await get(`${origin}/api/apps?key=${encodeURIComponent(key)}`, contract.apps);
    expect(apps).toMatchObject({ key, targets: [], troubles: [] });
    expect((await fetch(`${origin}/api/apps?key=container/none`)).status).toBe(404);

    const reported = () => get(`${origin}/api/agent`, contract.agent);
    // On a busy machine one collection or another may be late.
    const inputOf = async () => (await reported()).inputs.find(({ name }) => name === "ecs-task-metadata");
    await expect.poll(inputOf).toMatchObject({ on: true, up: true });
    const report = await reported();
    expect(report).toMatchObject({ agent: table.agent, form: "sidecar", launchType: "FARGATE" });
    expect(report.outputs.find(({ name }) => name === "prometheus")).toMatchObject({ on: true, kind: "pull" });
    expect(report.cpuVcpus).toBeGreaterThan(0);
    expect(report.configuration.find(({ option }) => option === "intervalMs")).toMatchObject({
      value: "1000",
      set: true,
    });
    expect(report.configuration).toHaveLength(listOptions().length);

    for (const name of ["task", "stats"]) {
      const [raw, source] = await Promise.all(
        [`${origin}/${name}`, `${origin}/api/source/${name}`].map(async (url) =>
          Object.keys(z.looseObject({}).parse(await (await fetch(url)).json())),
        ),
      );
      expect(source).toEqual(raw);
    }
  });

  it("tells what happened and keeps what is gone, with its exit code", async () => {
    await using simulation = await scripted({ shape });
    await using agent = await runningAgent(simulation.environment);
    const url = `${agent.origin}/api/live`;
    const { rows } = await filledTable(url);
    const victim = rows.find((row) => row?.kind === "container" && row.type === "NORMAL");
    simulation.setFault({ kind: "stop", container: victim?.name ?? "", exitCode: 42 });
    const isStopped = ({ data }: ReadEvent): boolean => JSON.stringify(data).includes('"exitCode":42');
    const events = checked(await readEvents(url, (all) => all.some(isStopped)));
    const found = JSON.stringify(events);
    expect(found).toContain('"kind":"stopped"');
    const history = await get(
      `${agent.origin}/api/history?key=${encodeURIComponent(victim?.key ?? "")}`,
      contract.history,
    );
    expect(history.happenings.at(-1)).toMatchObject({ kind: "stopped", key: victim?.key, facts: { exit_code: "42" } });
    const parent = victim?.kind === "container" ? victim.parent : undefined;
    const ofTask = await get(`${agent.origin}/api/history?key=${encodeURIComponent(parent ?? "")}`, contract.history);
    expect(ofTask.happenings.map(({ key }) => key)).toContain(victim?.key);
  });

  it("goes on where a reader was, over a new connection", async () => {
    await using simulation = await scripted({ shape });
    await using agent = await runningAgent(simulation.environment);
    const url = `${agent.origin}/api/live`;
    // Somebody else stays: what all share lives as long as one of them.
    let arrived = false;
    const other = readEvents(url, () => arrived);
    const before = await readEvents(url, (events) => named(events, "delta").length >= 1);
    const last = before.at(-1)?.id ?? "";
    const after = checked(await readEvents(url, (events) => events.length >= 1, { "last-event-id": last }));
    arrived = true;
    const number = (id: string | undefined): number => Number(id?.split("-").at(-1));
    expect(after[0]?.event).toBe("delta");
    expect(number(after[0]?.id)).toBe(number(last) + 1);
    checked(await other);
  });

  it("says what is wrong and what to do, in JSON", async () => {
    await using simulation = await scripted({ shape });
    await using agent = await runningAgent(simulation.environment);
    const { origin } = agent;
    await readEvents(`${origin}/api/live`, (events) => named(events, "delta").length >= 1);
    const refusals: readonly (readonly [path: string, status: number, says: RegExp])[] = [
      ["/api/nothing", 404, /There is no \/api\/nothing. What there is: .*\/api\/tree/],
      ["/api", 404, /What there is/],
      ["/api/history", 404, /Of which task or container\?/],
      ["/api/history?key=nothing", 404, /^There is no nothing. All keys/],
      ["/api/history?key=sel", 404, /^There is no sel. Did you mean self\?/],
      ["/api/history?key=container/x", 404, /There is no container\/x. Did you mean container\/.+\?/],
      [
        `/api/live?${"watch=a&".repeat(1)}${Array.from({ length: 70 }, (_, place) => `watch=${place}`).join("&")}`,
        400,
        /64/,
      ],
    ];
    for (const [path, status, says] of refusals) {
      const response = await fetch(`${origin}${path}`);
      expect([path, response.status]).toEqual([path, status]);
      expect(contract.refusal.parse(await response.json()).error).toMatch(says);
    }
    const posted = await fetch(`${origin}/api/tree`, { method: "POST" });
    expect(posted.status).toBe(405);
  });

  it("sends the catalogue once", async () => {
    await using simulation = await scripted({ shape });
    await using agent = await runningAgent(simulation.environment);
    const url = `${agent.origin}/api/catalogue`;
    const etag = (await fetch(url)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"\S+"$/);
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

describe("secrets", () => {
  const secretName = /key|token|secret|passw|credential|auth|header/i;

  /** Named like one, and none: a header's name. */
  const noSecrets = ["server.proxyUserHeader"];

  it("are marked in the configuration", () => {
    const named = listOptions().filter(
      ({ path }) => secretName.test(path.at(-1) ?? "") && !noSecrets.includes(path.join(".")),
    );
    expect(named.filter(({ secret }) => secret !== true).map(({ path }) => path.join("."))).toEqual([]);
    expect(named.length).toBeGreaterThanOrEqual(8);
  });

  /** In the form that the option takes. */
  const secretFor = (path: readonly string[]): unknown => {
    const text = `s3cr3t-${path.join("-")}`.replaceAll(/[^\w-]/g, "-");
    if (path.at(-1) === "headers") return [`x-secret=${text}`];
    if (path.at(-1) === "cloudAuth") return `elastic:${text}`;
    return path.at(-1) === "agentConfig" ? `apikey: ${text}\n` : text;
  };

  it("are in no answer and no event, of any output", async () => {
    await using simulation = await scripted({ shape });
    const dead = "http://127.0.0.1:1";
    let overrides: Tree = {
      outputs: {
        datadog: { enabled: "on", url: dead },
        mackerel: { enabled: "on", apiBase: dead },
        elasticsearch: { enabled: "on", hosts: [dead] },
        otlp: { enabled: "on", endpoint: dead },
        "prometheus-remote-write": { enabled: "on", url: `${dead}/api/v1/write?token=s3cr3t-in-the-query` },
      },
    };
    const secrets = listOptions().filter(({ secret }) => secret === true);
    for (const { path } of secrets) overrides = withValue(overrides, path, secretFor(path));
    await using agent = await runningAgent(simulation.environment, overrides);
    const { origin } = agent;
    const events = await readEvents(`${origin}/api/live`, (all) => named(all, "delta").length >= 4);
    const paths = [
      "agent",
      "tree",
      "values",
      "catalogue",
      "history?key=self",
      "source/task",
      "source/stats",
      "nothing",
    ];
    const bodies = await Promise.all(paths.map(async (path) => (await fetch(`${origin}/api/${path}`)).text()));
    const report = contract.agent.parse(JSON.parse(bodies[0] ?? ""));
    const shown = report.configuration.filter(({ value }) => value === "••••").map(({ option }) => option);
    const invalid = report.outputs.filter(({ why }) => why.includes("faults")).map(({ name }) => name);
    const valid = secrets.map(({ path }) => path).filter(([, name]) => !invalid.includes(name ?? ""));
    expect(invalid).toEqual([]);
    expect(shown).toEqual(valid.map((path) => path.join(".")));
    expect([...bodies, JSON.stringify(events)].filter((text) => /s3cr3t/i.test(text))).toEqual([]);
  });
});
