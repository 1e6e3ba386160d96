import { gunzipSync } from "node:zlib";
import { readMessage } from "../protobuf/message.ts";
import type { Received } from "../receiver/server.ts";
import { exportMetricsServiceRequest } from "./messages.ts";
import { type ExportRequest, exportRequest } from "./shape.ts";

const maxPlainBytes = 20 * 1024 * 1024;

const plainOf = ({ headers, body }: Pick<Received, "headers" | "body">): Buffer => {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding === "gzip") return gunzipSync(body, { maxOutputLength: maxPlainBytes });
  if (encoding !== "identity") throw new Error(`Content-Encoding ${encoding}`);
  return body;
};

/** What a request says, in either encoding. Throws when it is none, or offends against the shape. */
export const readExport = (request: Pick<Received, "headers" | "body">): ExportRequest => {
  const plain = plainOf(request);
  const raw: unknown =
    request.headers["content-type"] === "application/json"
      ? JSON.parse(plain.toString("utf8"))
      : readMessage(plain, exportMetricsServiceRequest);
  return exportRequest.parse(raw);
};
