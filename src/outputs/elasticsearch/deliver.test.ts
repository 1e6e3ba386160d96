import { describe, expect, it } from "vitest";
import { open } from "../../../test/fakes/elasticsearch/open-output.ts";
import type { HttpFailure, HttpResponse } from "../../ports/http-client.ts";
import { fargateSnapshot } from "./sample-snapshots.ts";

const key = "bWFkZS11cDprZXk=";
const config = { hosts: ["http://127.0.0.1:9200"], apiKey: key };
const never = new AbortController().signal;

type Answer = Partial<HttpResponse> | HttpFailure;

/** Delivers `count` documents to a server that answers this. */
const outcomeOf = async (answer: Answer, count = 3) => {
  const { output } = open(config, () => answer);
  const items = output.select([{ kind: "snapshot", snapshot: fargateSnapshot() }]).slice(0, count);
  const outcome = await output.deliver(output.encode(items), never);
  expect(JSON.stringify(outcome)).not.toContain(key);
  return outcome;
};

const item = (status: number, type = "", reason = "", more: Record<string, unknown> = {}) => ({
  create: { status, ...(type === "" ? {} : { error: { type, reason } }), ...more },
});

const bulk = (...items: readonly unknown[]): Answer => ({
  status: 200,
  body: JSON.stringify({ errors: true, items }),
});

const stored = item(201);

describe("an answer to a bulk request", () => {
  it("is accepted when all is stored", async () => {
    expect(await outcomeOf(bulk(stored, stored, stored))).toEqual({ kind: "accepted" });
  });

  it("counts what was there as delivered", async () => {
    expect(await outcomeOf(bulk(stored, item(409, "version_conflict_engine_exception"), stored))).toEqual({
      kind: "accepted",
      duplicates: 1,
    });
  });

  it.each([
    [429, "es_rejected_execution_exception", "", "throttled", true],
    [429, "circuit_breaking_exception", "", "throttled", true],
    [503, "unavailable_shards_exception", "", "failing", true],
    [500, "anything", "", "failing", true],
    [403, "cluster_block_exception", "index read-only / allow delete", "blocked", true],
    [400, "document_parsing_exception", "failed to parse", "mapping", false],
    [400, "mapper_parsing_exception", "failed to parse", "mapping", false],
    [400, "illegal_argument_exception", "Limit of total fields [1000] has been exceeded", "illegal-argument", false],
    [400, "timestamp_error", "the document timestamp is outside of ranges of currently writable", "time-window", false],
    [403, "security_exception", "action is unauthorized", "forbidden", false],
    [404, "index_not_found_exception", "no such index", "no-index", false],
    [400, "whatever_comes_next", "", "refused", false],
  ])("%i %s %s of one document is %s", async (status, type, reason, word, again) => {
    expect(await outcomeOf(bulk(stored, item(status, type, reason), stored))).toMatchObject({
      kind: "partly",
      rejected: [{ index: 1, reason: word, again }],
    });
  });

  it("counts what went to the failure store as refused", async () => {
    expect(await outcomeOf(bulk(stored, stored, item(201, "", "", { failure_store: "used" })))).toMatchObject({
      kind: "partly",
      rejected: [{ index: 2, reason: "failure-store", again: false }],
    });
  });

  it("is tried again as a whole when every document is to be", async () => {
    const busy = item(429, "es_rejected_execution_exception");
    expect(await outcomeOf(bulk(busy, busy, busy))).toMatchObject({
      kind: "retry",
      problem: { code: "output-throttled" },
    });
  });

  it("holds when the key may write none of them", async () => {
    const forbidden = item(403, "security_exception", "action is unauthorized");
    expect(await outcomeOf(bulk(forbidden, forbidden, forbidden))).toMatchObject({
      kind: "hold",
      problem: { code: "output-key" },
    });
  });

  it.each([
    ["an empty body", { status: 200, body: "" }],
    ["a body cut off", { status: 200, body: '{"errors":false,"items":[{"create":{"status":201}}' }],
    ["fewer documents than were sent", bulk(stored, stored)],
    ["an object without items", { status: 200, body: '{"errors":false}' }],
    ["a 202 that says nothing", { status: 202, body: "{}" }],
    ["items without a status", bulk(stored, { create: {} }, stored)],
    ["a web page", { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" }],
  ] satisfies readonly (readonly [string, Answer])[])(
    "says nothing of what was stored with %s",
    async (_what, answer) => {
      expect(await outcomeOf(answer)).toMatchObject({ kind: "retry", problem: { code: "output-address" } });
    },
  );
});

describe("a bulk request that is answered as a whole with", () => {
  it.each([
    [400, "bad"],
    [401, "hold"],
    [403, "hold"],
    [404, "hold"],
    [406, "hold"],
    [408, "retry"],
    [413, "too-large"],
    [429, "retry"],
    [500, "retry"],
    [502, "retry"],
    [503, "retry"],
    [504, "retry"],
    [302, "hold"],
  ])("%i: %s", async (status, kind) => {
    expect((await outcomeOf({ status, body: `{"error":{"type":"t","reason":"key ${key}"}}` })).kind).toBe(kind);
  });

  it("Retry-After: not before that", async () => {
    expect(await outcomeOf({ status: 429, headers: { "retry-after": "7" } })).toMatchObject({ afterMs: 7000 });
  });

  it.each([
    ["refused", "output-unreachable"],
    ["not-found", "output-unreachable"],
    ["reset", "output-unreachable"],
    ["timeout", "output-timeout"],
    ["other", "output-unreachable"],
  ] as const)("nothing (%s): the same again", async (reason, code) => {
    expect(await outcomeOf({ ok: false, reason, detail: "made up" })).toMatchObject({
      kind: "retry",
      problem: { code },
    });
  });
});

describe("where it goes", () => {
  it("hosts take turns, and one that fails rests", async () => {
    const hosts = ["http://one:9200", "http://two:9200/es/", "three"];
    const { output, http, clock } = open({ hosts, compression: "none" }, ({ url }) =>
      url.startsWith("http://two") ? { ok: false, reason: "refused", detail: "" } : bulk(),
    );
    const send = async () => {
      await output.deliver(output.encode([]), never);
      return new URL(http.asked.at(-1)?.url ?? "").host;
    };
    const first = [await send(), await send(), await send(), await send(), await send(), await send()];
    expect(first).toEqual(["one:9200", "two:9200", "three:9200", "one:9200", "three:9200", "three:9200"]);
    await clock.advance(30_000);
    expect([await send(), await send()]).toContain("two:9200");
    expect(http.asked[1]?.url).toMatch(/^http:\/\/two:9200\/es\/_bulk\?/);
  });

  it("without an address it holds", async () => {
    const { output } = open({});
    expect(await output.deliver(output.encode([]), never)).toMatchObject({ kind: "hold" });
  });
});

describe("who it is", () => {
  const cloudId = `prod:${btoa("eu.example.com:9243$abc$kibana")}`;
  it.each([
    [{ apiKey: "id:key" }, `ApiKey ${btoa("id:key")}`],
    [{ apiKey: btoa("id:key") }, `ApiKey ${btoa("id:key")}`],
    [{ username: "elastic", password: "pä:ss" }, `Basic ${Buffer.from("elastic:pä:ss").toString("base64")}`],
    [{ cloudId, cloudAuth: "elastic:changeme" }, `Basic ${btoa("elastic:changeme")}`],
    [{ hosts: ["https://u%40x:p@es:9200"] }, `Basic ${btoa("u@x:p")}`],
    [{}, undefined],
  ])("%j", async (more, expected) => {
    const { output, http } = open({ hosts: ["http://es:9200"], ...more }, () => bulk());
    await output.deliver(output.encode([]), never);
    expect(http.asked[0]?.headers?.authorization).toBe(expected);
    expect(http.asked[0]?.url).not.toContain("@");
  });

  it("signs for Amazon OpenSearch Service", async () => {
    const { output, http } = open({ hosts: ["https://search-x.eu-central-1.es.amazonaws.com"] }, () => bulk());
    await output.deliver(output.encode([]), never);
    expect(http.asked[0]?.headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260301\/eu-central-1\/es\/aws4_request, SignedHeaders=/,
    );
    expect(http.asked[0]?.url).toMatch(/^https:\/\/search-x\.eu-central-1\.es\.amazonaws\.com\/_bulk\?/);
  });
});
