import { error, type FakeAnswer, type FakeRequest } from "./answer.ts";
import { bulk, itemError, type Stored, type StoredDocument } from "./bulk.ts";
import type { JsonObject } from "./documents.ts";
import { openTemplates } from "./templates.ts";

export interface ClusterOptions {
  readonly flavour?: "elasticsearch" | "opensearch";
  readonly version?: string;
  /** The only `Authorization` that may come in; any when left out. */
  readonly authorization?: string;
  /** Longest body. */
  readonly maxBodyBytes?: number;
  /** What the key may not do besides writing documents. */
  readonly refuses?: readonly ("monitor" | "templates")[];
}

/** A cluster that takes what the published API takes, and refuses the rest as the real one does. */
export interface FakeCluster {
  handle(request: FakeRequest): FakeAnswer;
  readonly documents: () => readonly StoredDocument[];
  /** By name; what is set here was put by an administrator. */
  readonly templates: Map<string, JsonObject>;
  /** The next so many documents, or requests, are answered with this. */
  fail(what: "item" | "request", status: number, times: number, type?: string): void;
}

interface Fault {
  readonly what: "item" | "request";
  readonly status: number;
  readonly type: string;
  times: number;
}

const takesTimeSeries = ({ flavour, version = "8.15.3" }: ClusterOptions): boolean =>
  flavour !== "opensearch" && Number.parseFloat(version) >= 8;

export const openFakeCluster = (options: ClusterOptions = {}): FakeCluster => {
  const { flavour = "elasticsearch", version = "8.15.3", maxBodyBytes = 100_000_000, refuses = [] } = options;
  const templates = openTemplates(takesTimeSeries(options));
  const stored: Stored = new Map();
  const faults: Fault[] = [];

  const nextFault = (what: Fault["what"]): Fault | undefined => {
    const found = faults.find((fault) => fault.what === what && fault.times > 0);
    if (found !== undefined) found.times -= 1;
    return found;
  };

  const failingItem = () => {
    const fault = nextFault("item");
    return fault === undefined ? undefined : itemError(fault.status, fault.type, "made to fail");
  };

  const root = (): FakeAnswer => {
    if (refuses.includes("monitor")) return error(403, "security_exception", "action is unauthorized");
    const told =
      flavour === "opensearch"
        ? { distribution: flavour, number: version }
        : { number: version, build_flavor: "default" };
    return { status: 200, body: { name: "fake", version: told, tagline: "You Know, for Tests" } };
  };

  const simulated = (index: string): FakeAnswer => {
    const settings = { index: { mode: templates.of(index)?.timeSeries ? "time_series" : "standard" } };
    return { status: 200, body: { template: { settings } } };
  };

  const template = (kind: string, name: string, { method, body }: FakeRequest): FakeAnswer => {
    if (refuses.includes("templates")) return error(403, "security_exception", "action is unauthorized");
    return method === "GET" ? templates.get(name, kind === "_index_template") : templates.put(name, body);
  };

  const turnedAway = ({ headers, body }: FakeRequest): FakeAnswer | undefined => {
    const { authorization } = headers;
    if (options.authorization !== undefined && authorization !== options.authorization) {
      return error(401, "security_exception", `unable to authenticate with ${authorization}`);
    }
    const fault = nextFault("request");
    if (fault !== undefined) return error(fault.status, fault.type, "made to fail");
    return new TextEncoder().encode(body).length > maxBodyBytes ? { status: 413, body: "" } : undefined;
  };

  const route = (request: FakeRequest): FakeAnswer => {
    const [, kind = "", name = "", more = ""] = new URL(request.url, "http://fake").pathname.split("/");
    if (kind === "") return root();
    if (kind === "_bulk" && request.method === "POST") return bulk(request, templates, stored, failingItem);
    if (name === "_simulate_index") return simulated(more);
    if (kind === "_index_template" || kind === "_template") return template(kind, name, request);
    if (kind === "_data_stream") return error(404, "index_not_found_exception", name);
    return error(405, "unsupported", request.url);
  };

  return {
    documents: () => [...stored.values()],
    templates: templates.bodies,
    fail: (what, status, times, type = "made_up_exception") => faults.push({ what, status, times, type }),
    handle: (request) => turnedAway(request) ?? route(request),
  };
};
