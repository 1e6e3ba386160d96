import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ElasticSchema } from "../../src/catalogue/names/elastic-field.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { elasticsearch } from "../../src/outputs/elasticsearch/index.ts";
import { ec2Snapshot, fargateSnapshot } from "../../src/outputs/elasticsearch/sample-snapshots.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { gzip } from "../../src/platform/gzip.ts";
import { hashing } from "../../src/platform/hashing.ts";
import { nodeHttpClient } from "../../src/platform/http-client.ts";
import { standardOutput } from "../../src/platform/standard-output.ts";
import type { DeliveryOutcome, PushOutput } from "../../src/ports/push-output.ts";
import { readingsOfAppDocument } from "../agreement/apps/read-backs.ts";
import { missingAppsOf, wrongAppsOf } from "../agreement/apps/reading.ts";
import { watchApps } from "../agreement/apps/workload.ts";
import { silentLog } from "../conformance/silent-log.ts";
import { type OpenSearch, startOpenSearch } from "./servers/opensearch.ts";

/** What the stock dashboards' panels ask (docs/compatibility.md): each must come to numbers. */

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const never = new AbortController().signal;
let server: OpenSearch;
const http = nodeHttpClient();

const outputFor = (schema: ElasticSchema): PushOutput =>
  elasticsearch.create(elasticsearch.config.parse({ hosts: [server.url], schema, agentName: "instance" }), {
    place: { form: "daemon", reasons: [] },
    clock: systemClock,
    http,
    gzip,
    hashing,
    stdout: standardOutput,
    aws: { current: () => Promise.reject(new Error("nothing is signed here")) },
    log: silentLog,
  });

const write = (output: PushOutput, ...snapshots: readonly Snapshot[]): Promise<DeliveryOutcome> =>
  output.deliver(output.encode(output.select(snapshots.map((snapshot) => ({ kind: "snapshot", snapshot })))), never);

beforeAll(async () => {
  stack.defer(() => http.close());
  server = stack.use(await startOpenSearch());
  for (const schema of ["metricbeat", "fleet", "native"] as const) {
    const output = outputFor(schema);
    expect(await output.prepare?.(undefined, never)).toEqual({ kind: "accepted" });
    expect(await write(output, fargateSnapshot(), ec2Snapshot())).toEqual({ kind: "accepted" });
  }
  await server.ask("POST", "/_refresh");
}, 180_000);

const metric = z.looseObject({
  value: z.number().nullable().optional(),
  values: z.record(z.string(), z.number().nullable()).optional(),
});
const bucket = z.looseObject({ key: z.union([z.string(), z.number()]), doc_count: z.number() });
const searched = z.object({ aggregations: z.record(z.string(), z.unknown()) });

interface Panel {
  readonly index: string;
  /** As Kibana's query bar has it. */
  readonly query?: string;
  readonly by?: string;
  readonly take: "max" | "avg" | "percentiles" | "cardinality";
  readonly field: string;
}

const numberOf = (value: unknown): number | undefined => {
  const parsed = metric.parse(value);
  return parsed.value ?? Object.values(parsed.values ?? {})[0] ?? undefined;
};

/** A panel's numbers by its rows; `all` without rows. */
const show = async ({ index, query = "*", by, take, field }: Panel): Promise<Readonly<Record<string, number>>> => {
  const measure = { [take]: { field, ...(take === "percentiles" ? { percents: [75] } : {}) } };
  const aggs = by === undefined ? { measure } : { rows: { terms: { field: by, size: 20 }, aggs: { measure } } };
  const answer = await server.ask("POST", `/${index}/_search?size=0`, {
    query: { query_string: { query } },
    aggs,
  });
  const { aggregations } = searched.parse(answer);
  if (by === undefined) {
    const value = numberOf(aggregations.measure);
    return value === undefined ? {} : { all: value };
  }
  const rows = z.object({ buckets: z.array(bucket) }).parse(aggregations.rows).buckets;
  return Object.fromEntries(
    rows.flatMap(({ key, measure: found }) => {
      const value = numberOf(found);
      return value === undefined ? [] : [[`${key}`, value]];
    }),
  );
};

const mebibyte = 1_048_576;
const web = "ecs-web-7-web-abc";
const api = "ecs-api-12-api-d0d0";
const docker = "event.module:docker";

describe("[Metricbeat Docker] Overview", () => {
  const index = "metricbeat-*";
  const by = "container.name";

  test("Docker containers", async () => {
    const rows = { index, by, query: docker };
    expect(await show({ ...rows, take: "max", field: "docker.cpu.total.pct" })).toEqual({
      [web]: 0.25,
      worker: 0.25,
      [api]: 0.25,
      mirror: 0.25,
    });
    expect(await show({ ...rows, take: "max", field: "docker.diskio.total" })).toEqual({ [api]: 4, mirror: 4 });
    expect(await show({ ...rows, take: "max", field: "docker.memory.usage.pct" })).toEqual({
      [web]: 0.5,
      worker: 0.25,
      [api]: 0.5,
    });
    expect(await show({ ...rows, take: "max", field: "docker.memory.rss.total" })).toMatchObject({
      [web]: 64 * mebibyte,
      [api]: 64 * mebibyte,
    });
    expect(await show({ ...rows, take: "cardinality", field: "container.id" })).toMatchObject({ [web]: 1, [api]: 1 });
  });

  test("Number of Containers", async () => {
    const of = (word: string) => show({ index, query: docker, take: "max", field: `docker.info.containers.${word}` });
    expect(await of("running")).toEqual({ all: 2 });
    expect(await of("paused")).toEqual({ all: 0 });
    expect(await of("stopped")).toEqual({ all: 1 });
  });

  test("Docker containers per host", async () => {
    const panel: Panel = { index, query: docker, by: "agent.name", take: "cardinality", field: "container.id" };
    expect(await show(panel)).toEqual({ instance: 5 });
  });

  test("Docker images and names", async () => {
    const panel: Panel = { index, query: docker, by: "container.image.name", take: "cardinality", field: by };
    expect(await show(panel)).toEqual({ "nginx:1.27": 1, "worker@sha256:00ff": 1, "api:12": 1, "registry:2": 1 });
  });

  test("CPU usage, Memory usage, Network IO", async () => {
    const of = (set: string, take: Panel["take"], field: string) =>
      show({ index, by, query: `${docker} AND metricset.name:${set}`, take, field });
    expect(await of("cpu", "percentiles", "docker.cpu.total.pct")).toMatchObject({ [web]: 0.25, [api]: 0.25 });
    expect(await of("memory", "max", "docker.memory.usage.total")).toMatchObject({ [api]: 128 * mebibyte });
    const network = { "web (task)": 2048, [api]: 2048, mirror: 2048 };
    expect(await of("network", "max", "docker.network.in.bytes")).toEqual(network);
    expect(await of("network", "max", "docker.network.out.bytes")).toMatchObject({ "web (task)": 1024, [api]: 1024 });
  });

  test("Kibana's inventory of containers", async () => {
    const of = (take: Panel["take"], field: string) => show({ index, by: "container.id", query: docker, take, field });
    expect(Object.keys(await of("avg", "docker.cpu.total.pct")).length).toBe(4);
    expect(Object.keys(await of("avg", "docker.memory.usage.pct")).length).toBe(3);
    expect(Object.keys(await of("max", "docker.diskio.read.ops")).length).toBe(2);
    expect(Object.values(await of("max", "metricset.period"))).toEqual(Array(5).fill(10_000));
  });
});

describe.each([
  ["metricbeat-*", "[Metricbeat AWSFargate] Fargate Overview"],
  ["metrics-awsfargate.task_stats-*", "[AWS Fargate] Fargate Overview"],
])("%s: %s", (index) => {
  const stats = "awsfargate.task_stats";
  const first = "web/0f1e2d3c4b5a69788796a5b4c3d2e1f0-1111111111";
  const second = "worker/0f1e2d3c4b5a69788796a5b4c3d2e1f0-2222222222";

  test("the controls have values", async () => {
    const labels = "container.labels.com_amazonaws_ecs_task-definition-family";
    for (const by of ["cloud.region", `${stats}.cluster_name`, labels]) {
      const rows = await show({
        index,
        query: "event.module:awsfargate",
        by,
        take: "cardinality",
        field: "container.id",
      });
      expect(Object.values(rows)).toEqual([2]);
    }
  });

  test("every panel has numbers", async () => {
    const of = (field: string) => show({ index, by: `${stats}.identifier`, take: "avg", field: `${stats}.${field}` });
    const both = (value: number) => ({ [first]: value, [second]: value });
    expect(await of("cpu.total.norm.pct")).toEqual(both(0.125));
    expect(await of("memory.usage.total")).toEqual(both(128 * mebibyte));
    expect(await of("memory.usage.pct")).toEqual({ [first]: 0.5, [second]: 0.25 });
    expect(await of("memory_hard_limit")).toEqual({ [first]: 256, [second]: 512 });
    expect(await of("memory.rss.total")).toEqual(both(64 * mebibyte));
    expect(await of("diskio.read.bytes")).toEqual(both(4096));
    expect(await of("diskio.write.bytes")).toEqual(both(8192));
    expect(await of("network.eth1.inbound.bytes")).toEqual(both(1_000_000));
    const clusters = await show({
      index,
      by: `${stats}.cluster_name`,
      take: "avg",
      field: `${stats}.cpu.total.norm.pct`,
    });
    expect(clusters).toEqual({ shop: 0.125 });
  });
});

test("the Elastic Agent's docker overview", async () => {
  const index = "metrics-docker.*-default";
  const by = "container.name";
  expect(await show({ index, by, take: "max", field: "docker.cpu.total.pct" })).toMatchObject({ [web]: 0.25 });
  expect(await show({ index, by, take: "max", field: "docker.diskio.summary.bytes" })).toMatchObject({ [web]: 12_288 });
  expect(await show({ index, by, take: "max", field: "docker.network.inbound.bytes" })).toMatchObject({ [api]: 1e6 });
  expect(await show({ index, by: "data_stream.dataset", take: "cardinality", field: "container.id" })).toMatchObject({
    "docker.cpu": 4,
    "docker.memory": 4,
    "docker.healthcheck": 1,
  });
});

test("our own documents", async () => {
  const index = "metrics-taskvitals.container-default";
  const by = "container.name";
  expect(await show({ index, by, take: "max", field: "taskvitals.container.cpu.usage.vcpus" })).toMatchObject({
    web: 0.25,
    api: 0.25,
  });
  expect(
    await show({ index, by: "taskvitals.container.status.known", take: "cardinality", field: "container.id" }),
  ).toEqual({
    RUNNING: 4,
    STOPPED: 1,
  });
  expect(
    await show({
      index: "metrics-taskvitals.task-default",
      by: "aws.ecs.task.family",
      take: "max",
      field: "taskvitals.task.network.receive.bytes",
    }),
  ).toEqual({ web: 1e6, api: 1e6 });
});

test("what is sent twice is stored once", async () => {
  const output = outputFor("metricbeat");
  await output.prepare?.(undefined, never);
  const outcome = await write(output, fargateSnapshot());
  expect(outcome).toEqual({
    kind: "accepted",
    duplicates: output.select([{ kind: "snapshot", snapshot: fargateSnapshot() }]).length,
  });
});

test("a document that does not fit costs itself alone", async () => {
  const output = outputFor("metricbeat");
  await output.prepare?.(undefined, never);
  const later: Snapshot = { ...ec2Snapshot(), takenAtMs: Date.now() };
  const [item, ...items] = output.select([{ kind: "snapshot", snapshot: later }]);
  const bad = {
    ...item,
    route: "bulk",
    atMs: 0,
    id: "bad",
    document: { "@timestamp": "2026-03-01T12:00:00Z", docker: { cpu: { total: { pct: "RUNNING" } } } },
  };
  const outcome = await output.deliver(output.encode([bad, ...items]), never);
  expect(outcome).toMatchObject({ kind: "partly", rejected: [{ index: 0, reason: "mapping", again: false }] });
});

test("a template that somebody changed is left as it is", async () => {
  const path = "/_index_template/taskvitals-metricbeat";
  const shape = z.object({ index_templates: z.tuple([z.object({ index_template: z.looseObject({}) })]) });
  const standing = async () => shape.parse(await server.ask("GET", path)).index_templates[0].index_template;
  expect(await standing()).toMatchObject({ _meta: { managed_by: "taskvitals" }, priority: 250 });
  await server.ask("PUT", path, { index_patterns: ["metricbeat-taskvitals*"], data_stream: {}, priority: 251 });
  expect(await outputFor("metricbeat").prepare?.(undefined, never)).toEqual({ kind: "accepted" });
  expect(await standing()).toMatchObject({ priority: 251 });
  expect(await standing()).not.toHaveProperty("_meta");
});

test("apps' own metrics: every figure in a document is what the apps counted, and a panel adds them up", async () => {
  const output = outputFor("metricbeat");
  const items = output.select(watchApps());
  for (let from = 0; from < items.length; from += 500)
    expect(await output.deliver(output.encode(items.slice(from, from + 500)), never)).toEqual({ kind: "accepted" });
  await server.ask("POST", "/_refresh");
  const index = "metrics-taskvitals.app-*";
  const found = z
    .object({ hits: z.object({ hits: z.array(z.object({ _source: z.unknown() })) }) })
    .parse(await server.ask("POST", `/${index}/_search?size=10000`, { query: { match_all: {} } }));
  const readings = found.hits.hits.flatMap(({ _source: document }) => readingsOfAppDocument(document));
  expect(wrongAppsOf(readings)).toEqual([]);
  expect(missingAppsOf(readings, { counts: ["now"] })).toEqual([]);
  const field = "prometheus.metrics.shop_requests_total";
  const shown = await show({
    index,
    query: "prometheus.labels.method:get",
    by: "taskvitals.target.slot",
    take: "max",
    field,
  });
  // Counted since a minute before the first look; the second app since 45 s after it, and twice as fast.
  expect(shown).toEqual({ 1: 3 * 240, 2: 6 * 135 });
});
