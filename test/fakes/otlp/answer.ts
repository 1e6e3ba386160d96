import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Reply } from "../receiver/server.ts";

export type ContentType = "application/x-protobuf" | "application/json";

export const isContentType = (text: string | undefined): text is ContentType =>
  text === "application/x-protobuf" || text === "application/json";

const success = (contentType: ContentType, rejected: number, words: string): Uint8Array | string => {
  if (contentType === "application/json") {
    if (rejected === 0 && words === "") return "{}";
    return JSON.stringify({ partialSuccess: { rejectedDataPoints: String(rejected), errorMessage: words } });
  }
  if (rejected === 0 && words === "") return new Uint8Array();
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.Varint).int64(rejected).tag(2, WireType.LengthDelimited).string(words);
  return writer.join().finish();
};

/** 200 in the request's own encoding: all, or all but `rejected` data points, with `words`. */
export const taken = (contentType: ContentType, rejected = 0, words = ""): Reply => ({
  status: 200,
  headers: { "content-type": contentType },
  body: success(contentType, rejected, words),
});

/** A refusal, with a `Status` in the request's own encoding. */
export const refused = (contentType: ContentType, status: number, words: string, headers = {}): Reply => {
  const body =
    contentType === "application/json"
      ? JSON.stringify({ code: 3, message: words })
      : new BinaryWriter().tag(1, WireType.Varint).int32(3).tag(2, WireType.LengthDelimited).string(words).finish();
  return { status, headers: { "content-type": contentType, ...headers }, body };
};
