import { describe, expect, it } from "vitest";
import { twoTargets } from "../../../test/app-world.ts";
import { type ClusterOptions, openFakeCluster } from "../../../test/fakes/elasticsearch/cluster.ts";
import { open } from "../../../test/fakes/elasticsearch/open-output.ts";
import { elasticSchemas } from "../../catalogue/names/elastic-field.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { ec2Snapshot, fargateSnapshot } from "./sample-snapshots.ts";
import { templateVersion } from "./template.ts";

const never = new AbortController().signal;

const deliveries: readonly Delivery[] = [
  { kind: "snapshot", snapshot: fargateSnapshot() },
  { kind: "snapshot", snapshot: ec2Snapshot() },
];

/** The output before a fake cluster. */
const facing = (options: ClusterOptions, config: Parameters<typeof open>[0] = {}) => {
  const cluster = openFakeCluster(options);
  const opened = open(
    { hosts: ["http://fake:9200"], compression: "none", ...config },
    ({ method = "GET", url, headers = {}, body }) => {
      const text = typeof body === "string" ? body : new TextDecoder().decode(body);
      const answer = cluster.handle({ method, url, headers, body: text });
      return { status: answer.status, body: JSON.stringify(answer.body) };
    },
  );
  const { output } = opened;
  const items = output.select(deliveries);
  return {
    ...opened,
    cluster,
    items,
    prepare: () => output.prepare?.(undefined, never),
    send: () => output.deliver(output.encode(items), never),
  };
};

const servers: readonly ClusterOptions[] = [
  { version: "7.5.0" },
  { version: "7.17.28" },
  { version: "8.15.3" },
  { version: "9.1.0" },
  { flavour: "opensearch", version: "2.19.1" },
];

describe.each(servers)("before %j", (options) => {
  it.each(elasticSchemas)("%s documents are stored, once", async (schema) => {
    const { prepare, send, cluster, items } = facing(options, { schema });
    expect(await prepare()).toEqual({ kind: "accepted" });
    expect([...cluster.templates.keys()]).toEqual([`taskvitals-${schema}`, "taskvitals-apps"]);
    expect(await send()).toEqual({ kind: "accepted" });
    expect(cluster.documents().length).toBe(items.length);
    expect(await send()).toEqual({ kind: "accepted", duplicates: items.length });
    expect(cluster.documents().length).toBe(items.length);
  });
});

describe("documents of apps", () => {
  it.each(servers)("go to a data stream of their own, and are stored once, before %j", async (options) => {
    const { prepare, output, cluster } = facing(options, { schema: "native" });
    expect(await prepare()).toEqual({ kind: "accepted" });
    const items = output.select([{ kind: "snapshot", snapshot: twoTargets() }]);
    expect(items.every((item) => "stream" in item && item.stream === "metrics-taskvitals.app-default")).toBe(true);
    expect(await output.deliver(output.encode(items), never)).toEqual({ kind: "accepted" });
    expect(cluster.documents().length).toBe(items.length);
    const twice = { kind: "accepted", duplicates: items.length };
    expect(await output.deliver(output.encode(items), never)).toEqual(twice);
  });

  it("need no template where none are wanted", async () => {
    const { prepare, cluster } = facing({ version: "9.1.0" }, { apps: { metrics: [] } });
    await prepare();
    expect([...cluster.templates.keys()]).toEqual(["taskvitals-metricbeat"]);
  });
});

describe("templates", () => {
  it("are time series where the server has them, and only there", async () => {
    const modes = await Promise.all(
      servers.map(async (options) => {
        const { prepare, cluster } = facing(options, { schema: "native" });
        await prepare();
        return JSON.stringify([...cluster.templates.values()]).includes("time_series_dimension");
      }),
    );
    expect(modes).toEqual([false, false, true, true, false]);
  });

  it("of somebody else, and newer ones of ours, are left alone", async () => {
    const name = "taskvitals-metricbeat";
    const patterns = { index_patterns: ["metricbeat-*"], data_stream: {} };
    for (const meta of [
      undefined,
      { managed_by: "somebody" },
      { managed_by: "taskvitals", version: templateVersion },
    ]) {
      const { prepare, cluster } = facing({});
      const theirs = { ...patterns, ...(meta === undefined ? {} : { _meta: meta }) };
      cluster.templates.set(name, theirs);
      expect(await prepare()).toEqual({ kind: "accepted" });
      expect(cluster.templates.get(name)).toBe(theirs);
    }
  });

  it("of ours, older, are replaced", async () => {
    const { prepare, cluster } = facing({});
    cluster.templates.set("taskvitals-metricbeat", {
      index_patterns: ["metricbeat-taskvitals*"],
      _meta: { managed_by: "taskvitals", version: templateVersion - 1 },
    });
    await prepare();
    expect(cluster.templates.get("taskvitals-metricbeat")).toMatchObject({ version: templateVersion });
  });

  it("are not put when turned off", async () => {
    const { prepare, cluster } = facing({}, { templates: "off" });
    expect(await prepare()).toEqual({ kind: "accepted" });
    expect(cluster.templates.size).toBe(0);
  });

  it("of an installed integration decide: its time series take no ids of ours", async () => {
    const { prepare, send, cluster } = facing({}, { schema: "fleet" });
    cluster.templates.set("metrics-docker.cpu", {
      index_patterns: ["metrics-docker.cpu-*"],
      data_stream: {},
      priority: 200,
      template: {
        settings: { index: { mode: "time_series" } },
        mappings: {
          properties: { container: { properties: { id: { type: "keyword", time_series_dimension: true } } } },
        },
      },
    });
    await prepare();
    expect(await send()).toEqual({ kind: "accepted" });
    const ids = cluster.documents().filter(({ index }) => index === "metrics-docker.cpu-default");
    expect(ids.map(({ id }) => id).every((id) => id.includes("@") || id.startsWith("["))).toBe(true);
    expect(ids.length).toBe(4);
  });
});

describe("a key that may little", () => {
  it("may still write: the version is not asked for, the templates are those that are there", async () => {
    const { prepare, send, logged } = facing({ refuses: ["monitor", "templates"] });
    expect(await prepare()).toEqual({ kind: "accepted" });
    expect(await send()).toEqual({ kind: "accepted" });
    expect(logged.map(({ message }) => message).join()).toContain("does not take the index template");
  });

  it("is told when it is wrong, and is not shown", async () => {
    const apiKey = "aWQ6c2VjcmV0LWtleQ==";
    const { prepare, send, output } = facing({ authorization: "ApiKey other" }, { apiKey });
    for (const outcome of [await prepare(), await send(), await output.probe?.(never)]) {
      expect(outcome).toMatchObject({ kind: "hold", problem: { code: "output-key" } });
      expect(JSON.stringify(outcome)).not.toContain(apiKey);
    }
  });
});

describe("what is not Elasticsearch", () => {
  it.each([
    { status: 200, body: "<html>welcome</html>" },
    { status: 200, body: "" },
    { status: 200, body: '{"version":"1"}' },
  ])("is told: %j", async (answer) => {
    const { output } = open({ hosts: ["http://proxy"] }, () => answer);
    expect(await output.prepare?.(undefined, never)).toMatchObject({
      kind: "retry",
      problem: { code: "output-address" },
    });
    expect(await output.probe?.(never)).toMatchObject({ kind: "retry", problem: { code: "output-address" } });
  });
});

describe("one bad document", () => {
  it("costs itself alone", async () => {
    const { prepare, send, cluster, items } = facing({});
    await prepare();
    cluster.fail("item", 400, 1, "document_parsing_exception");
    expect(await send()).toMatchObject({ kind: "partly", rejected: [{ index: 0, reason: "mapping", again: false }] });
    expect(cluster.documents().length).toBe(items.length - 1);
  });
});
