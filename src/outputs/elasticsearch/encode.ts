import type { Gzip } from "../../ports/compression.ts";
import type { Payload } from "../../ports/push-output.ts";
import type { DocumentItem } from "./item.ts";
import type { Knowledge } from "./knowledge.ts";

/** Only what is read of the answer, which is otherwise as large as the request. */
const filter = "filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.failure_store";

const pathOf = ({ server, templatesStand }: Knowledge): string =>
  [
    `/_bulk?${filter}`,
    ...(server.requireDataStream && templatesStand ? ["require_data_stream=true"] : []),
    ...(server.hidesSource ? ["include_source_on_error=false"] : []),
  ].join("&");

/** `2026.03.01`: the end of an index' name where there are no data streams. */
const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10).replaceAll("-", ".");

const actionOf = ({ stream, id, atMs }: DocumentItem, { server, timeSeriesStreams }: Knowledge): string => {
  const index = server.dataStreams ? stream : `${stream}-${dayOf(atMs)}`;
  return JSON.stringify({ create: { _index: index, ...(timeSeriesStreams.has(stream) ? {} : { _id: id }) } });
};

const encoder = new TextEncoder();

/**
 * A bulk request: two lines for each document, the last one ended too. `create`, the only action that data streams take
 * and the one that stores what comes twice only once.
 */
export const encodeBulk = (items: readonly DocumentItem[], knowledge: Knowledge, gzip: Gzip | undefined): Payload => {
  let text = "";
  for (const item of items) text += `${actionOf(item, knowledge)}\n${JSON.stringify(item.document)}\n`;
  const plain = encoder.encode(text);
  const headers = { "content-type": "application/x-ndjson", accept: "application/json" };
  return {
    method: "POST",
    path: pathOf(knowledge),
    headers: gzip === undefined ? headers : { ...headers, "content-encoding": "gzip" },
    body: gzip === undefined ? plain : gzip(plain),
    plainBytes: plain.byteLength,
  };
};
