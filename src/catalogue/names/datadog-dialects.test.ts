import { describe, expect, it } from "vitest";
import { isMetricName } from "../../../test/fakes/datadog/rules.ts";
import { catalogue } from "../catalogue.ts";
import { type DatadogRow, metricsOfDatadogRow } from "./datadog-dialect.ts";
import { datadogDialects } from "./datadog-dialects.ts";

const dialects = Object.values(datadogDialects);
const families = dialects.flatMap(({ name, families: all }) => all.map((family) => ({ dialect: name, ...family })));
const names = (dialect: keyof typeof datadogDialects): readonly string[] =>
  datadogDialects[dialect].families.map(({ name }) => name);

/** As docker-dd-agent had them. */
const oldDockerAgent = [
  "containers.running",
  "containers.running.total",
  "containers.stopped",
  "containers.stopped.total",
  "cpu.system",
  "cpu.throttled",
  "cpu.usage",
  "cpu.user",
  "io.read_bytes",
  "io.write_bytes",
  "mem.cache",
  "mem.in_use",
  "mem.limit",
  "mem.rss",
  "mem.soft_limit",
  "mem.sw_in_use",
  "mem.sw_limit",
  "mem.swap",
  "net.bytes_rcvd",
  "net.bytes_sent",
];

const scopesOf = (row: DatadogRow): ReadonlySet<string> =>
  new Set(metricsOfDatadogRow(row).map((metric) => catalogue[metric].scope));

describe("Datadog's dialects", () => {
  it("are found by their own names", () => {
    for (const [name, dialect] of Object.entries(datadogDialects)) expect(dialect.name).toBe(name);
  });

  it("have all metrics of the old Docker agent", () => {
    expect(names("docker")).toEqual(expect.arrayContaining(oldDockerAgent.map((name) => `docker.${name}`)));
  });

  it("have names that Datadog takes as they are", () => {
    expect(families.filter(({ name }) => !isMetricName(name))).toEqual([]);
  });

  it("give a name one meaning a generation, and no name in two dialects", () => {
    const seen = families.map(({ name, generation }) => `${name} ${generation ?? ""}`);
    expect(seen.length).toBe(new Set(seen).size);
    const holders = new Map<string, string>();
    for (const { name, dialect } of families) expect(holders.getOrInsert(name, dialect), name).toBe(dialect);
  });

  it("say of every name what the original gives and what ours does", () => {
    const compared = families.filter(({ dialect }) => dialect !== "taskvitals");
    for (const { name, original, ours } of compared) {
      expect(original, name).toMatch(/[.]$/);
      expect(ours, name).toMatch(/[.]$/);
    }
  });

  it("send a change per second of counters only, and the value of anything else", () => {
    for (const { name, rows } of families) {
      for (const row of rows) {
        if (row.take === "total") expect(catalogue[row.metric].kind, name).toBe("counter");
        if (row.take === "points" && row.send === "perSecond") expect(catalogue[row.metric].kind, name).toBe("counter");
      }
    }
  });

  it("send counters as they are where the original does", () => {
    const raw = families.filter(({ rows }) =>
      rows.some((row) => row.take === "points" && row.send === "value" && catalogue[row.metric].kind === "counter"),
    );
    expect(raw.map(({ name }) => name).toSorted()).toEqual([
      "container.memory.oom_events",
      "docker.mem.failed_count",
      "ecs.fargate.net.packet.in_dropped",
      "ecs.fargate.net.packet.out_dropped",
      "ecs.fargate.net.rcvd_errors",
      "ecs.fargate.net.sent_errors",
    ]);
  });

  it("mix no scopes in a row, but a task's figures with its containers'", () => {
    for (const { name, rows } of families) {
      for (const row of rows) {
        const scopes = [...scopesOf(row)].filter((scope) => row.take !== "first" || scope !== "task");
        expect(scopes, name).toHaveLength(1);
      }
    }
  });

  it("have every attribute as a tag, or pick or add up its values", () => {
    for (const { name, rows } of families) {
      for (const row of rows) {
        if (row.take !== "points") continue;
        const attributes = Object.keys(catalogue[row.metric].attributes ?? {});
        const handled = [...Object.keys(row.tags ?? {}), ...Object.keys(row.where ?? {})];
        expect(handled.toSorted(), name).toEqual(attributes.toSorted());
      }
    }
  });

  it("have all of the catalogue's figures in our own", () => {
    const drawn = Object.entries(catalogue)
      .filter(([id, { kind, scope }]) => kind !== "info" && scope !== "image" && !id.endsWith("_timestamp"))
      .map(([id, { scope }]) => (scope === "self" ? id : `ecs.${id}`));
    expect(names("taskvitals").toSorted()).toEqual(drawn.toSorted());
  });
});
