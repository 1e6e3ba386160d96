import type { Codec } from "../../ports/codec.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { type HappeningsDocument, happeningsDocument, happeningsOf } from "./happenings-document.ts";
import { type SnapshotDocument, snapshotDocument, snapshotOf } from "./snapshot-document.ts";

/*
 * A delivery as bytes, for the buffer:
 *
 *   byte 0   version of what follows, 1
 *   byte 1   0: JSON; 1: JSON, compressed
 *   rest     {"snapshot": SnapshotDocument} or {"happenings": HappeningsDocument}
 *
 * A reader takes every version there ever was and passes over members that it does not know, so that what an older
 * taskvitals left in a buffer is delivered by a newer one, and the other way round while the version stays the same.
 */
const version = 1;
const isPlain = 0;
const isCompressed = 1;
const headBytes = 2;

/** Below this, compression costs more than it saves. */
const worthwhileBytes = 512;
/** What a record may expand to: a hundred times a snapshot of 200 containers. */
const expandedBytesAtMost = 50_000_000;

const utf8 = new TextEncoder();
const text = new TextDecoder("utf-8", { fatal: true });

type Document = { readonly snapshot: SnapshotDocument } | { readonly happenings: HappeningsDocument };

const documentOf = (delivery: Delivery): Document =>
  delivery.kind === "snapshot"
    ? { snapshot: snapshotDocument(delivery.snapshot) }
    : { happenings: happeningsDocument(delivery.happenings) };

/** Pure. */
export const encodeDelivery = (delivery: Delivery, codec: Codec): Uint8Array => {
  const plain = utf8.encode(JSON.stringify(documentOf(delivery)));
  const worthwhile = plain.length >= worthwhileBytes;
  const rest = worthwhile ? codec.compress(plain) : plain;
  const bytes = new Uint8Array(headBytes + rest.length);
  bytes.set([version, worthwhile ? isCompressed : isPlain]);
  bytes.set(rest, headBytes);
  return bytes;
};

/** The one place where JSON becomes a document: this program wrote it, and the buffer checked it for damage. */
const parse = (json: string): Document => JSON.parse(json) as Document;

const deliveryOf = (document: Document): Delivery =>
  "snapshot" in document
    ? { kind: "snapshot", snapshot: snapshotOf(document.snapshot) }
    : { kind: "happenings", happenings: happeningsOf(document.happenings) };

/** Undefined when the bytes are no delivery, or of a version that is not known yet. Never throws. */
export const decodeDelivery = (bytes: Uint8Array, codec: Codec): Delivery | undefined => {
  const [found, form] = bytes;
  if (found !== version || (form !== isPlain && form !== isCompressed)) return undefined;
  const rest = bytes.subarray(headBytes);
  const plain = form === isPlain ? rest : codec.expand(rest, expandedBytesAtMost);
  if (plain === undefined) return undefined;
  try {
    return deliveryOf(parse(text.decode(plain)));
  } catch {
    return undefined;
  }
};
