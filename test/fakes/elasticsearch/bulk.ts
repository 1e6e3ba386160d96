import { error, type FakeAnswer, type FakeRequest } from "./answer.ts";
import { isObject, type JsonObject, leavesOf, misfit } from "./documents.ts";
import type { Template, Templates } from "./templates.ts";

export interface StoredDocument {
  readonly index: string;
  readonly id: string;
  readonly document: JsonObject;
}

export type Stored = Map<string, StoredDocument>;

interface ItemError {
  readonly status: number;
  readonly error: { readonly type: string; readonly reason: string };
}

export const itemError = (status: number, type: string, reason: string): ItemError => ({
  status,
  error: { type, reason },
});

const indexName = /^[a-z0-9][^A-Z\s"*\\<>|,/?]{0,254}$/;

const longestIdBytes = 512;

/** Dimensions and time: what a time series data stream makes its ids of. */
const timeSeriesId = (document: JsonObject, { fields }: Template): string =>
  JSON.stringify([
    document["@timestamp"],
    ...leavesOf(document).filter(([name]) => fields.get(name)?.dimension === true),
  ]);

const idFault = (id: unknown, template: Template | undefined): ItemError | undefined => {
  if (id === undefined) return undefined;
  if (template?.timeSeries) return itemError(400, "illegal_argument_exception", "_id must be unset");
  const isSound = typeof id === "string" && new TextEncoder().encode(id).length <= longestIdBytes;
  return isSound ? undefined : itemError(400, "illegal_argument_exception", "_id is too long");
};

const fault = (meta: JsonObject, document: JsonObject, template: Template | undefined): ItemError | undefined => {
  if (typeof meta._index !== "string" || !indexName.test(meta._index)) {
    return itemError(400, "invalid_index_name_exception", String(meta._index));
  }
  if (template?.isStream && document["@timestamp"] === undefined) {
    return itemError(400, "illegal_argument_exception", "data stream timestamp field [@timestamp] is missing");
  }
  const wrong = misfit(document, template?.fields ?? new Map());
  return wrong === undefined ? idFault(meta._id, template) : itemError(400, "document_parsing_exception", wrong);
};

const create = (meta: JsonObject, document: JsonObject, templates: Templates, stored: Stored): object => {
  const index = String(meta._index);
  const template = templates.of(index);
  const wrong = fault(meta, document, template);
  if (wrong !== undefined) return wrong;
  const given = typeof meta._id === "string" ? meta._id : `made-${stored.size}`;
  const id = template?.timeSeries ? timeSeriesId(document, template) : given;
  const key = `${index} ${id}`;
  if (stored.has(key)) return itemError(409, "version_conflict_engine_exception", "document already exists");
  stored.set(key, { index, id, document });
  return { status: 201, failure_store: "not_applicable_or_unknown" };
};

type Pairs = readonly (readonly [meta: JsonObject, document: JsonObject])[];

/** Actions with their documents, or what is wrong with the body. */
const pairsOf = (body: string): Pairs | string => {
  if (body === "") return "request body is required";
  if (!body.endsWith("\n")) return "The bulk request must be terminated by a newline [\\n]";
  const lines = body.slice(0, -1).split("\n");
  if (lines.length % 2 !== 0) return "an action without a document";
  const pairs: (readonly [JsonObject, JsonObject])[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const action: unknown = JSON.parse(lines[at] ?? "");
    const document: unknown = JSON.parse(lines[at + 1] ?? "");
    const meta = isObject(action) ? action.create : undefined;
    if (!isObject(meta)) return "only write ops with an op_type of create are allowed in data streams";
    if (!isObject(document)) return "a document is no object";
    pairs.push([meta, document]);
  }
  return pairs;
};

const read = (body: string): Pairs | string => {
  try {
    return pairsOf(body);
  } catch {
    return "Malformed action/metadata line";
  }
};

/** `_bulk`. `failing`: what the next document is to be answered with, if it is to fail. */
export const bulk = (
  { headers, body }: FakeRequest,
  templates: Templates,
  stored: Stored,
  failing: () => ItemError | undefined,
): FakeAnswer => {
  if (!/^application\/(x-ndjson|json)\b/.test(headers["content-type"] ?? "")) {
    return error(406, "media_type_header_exception", "Content-Type header is not supported");
  }
  const pairs = read(body);
  if (typeof pairs === "string") return error(400, "illegal_argument_exception", pairs);
  const results = pairs.map(([meta, document]) => failing() ?? create(meta, document, templates, stored));
  const items = results.map((result) => ({ create: result }));
  return { status: 200, body: { took: 1, errors: results.some((result) => "error" in result), items } };
};
