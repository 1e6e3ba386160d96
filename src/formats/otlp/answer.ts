import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { z } from "zod";

/** What a receiver says of a request. */
export interface ExportAnswer {
  /** Data points that it refused; with 0 and words it took all, and warns. */
  readonly rejected: number;
  readonly words: string;
}

/** The fields of a message that are read here, by number; the rest is passed over. */
const fieldsOf = (bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> => {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, number | Uint8Array>();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) fields.set(field, reader.bytes());
    else if (wireType === WireType.Varint) fields.set(field, Number(reader.int64()));
    else reader.skip(wireType, field);
  }
  return fields;
};

/** Undefined when the bytes are no message. */
const attempt = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const textIn = (field: number | Uint8Array | undefined): string =>
  field instanceof Uint8Array ? new TextDecoder().decode(field) : "";

/** `ExportMetricsServiceResponse`: field 1 is the partial success, in which 1 is the count and 2 the words. */
const readProtobufAnswer = (bytes: Uint8Array): ExportAnswer | undefined =>
  attempt(() => {
    const partial = fieldsOf(bytes).get(1);
    if (!(partial instanceof Uint8Array)) return { rejected: 0, words: "" };
    const fields = fieldsOf(partial);
    const rejected = fields.get(1);
    return { rejected: typeof rejected === "number" ? rejected : 0, words: textIn(fields.get(2)) };
  });

const count = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

const jsonAnswer = z.object({
  partialSuccess: z.object({ rejectedDataPoints: count.default(0), errorMessage: z.string().default("") }).optional(),
});

const readJsonAnswer = (text: string): ExportAnswer | undefined => {
  const read = jsonAnswer.safeParse(attempt(() => JSON.parse(text)));
  if (!read.success) return undefined;
  const { rejectedDataPoints = 0, errorMessage = "" } = read.data.partialSuccess ?? {};
  return { rejected: rejectedDataPoints, words: errorMessage };
};

const isJson = (contentType: string): boolean => /^\s*application\/json\b/i.test(contentType);

/** The answer to a request that was taken, whole or in part. Undefined when it is none that OTLP knows. */
export const readAnswer = (contentType: string, bytes: Uint8Array): ExportAnswer | undefined => {
  if (bytes.length === 0) return { rejected: 0, words: "" };
  return isJson(contentType) ? readJsonAnswer(new TextDecoder().decode(bytes)) : readProtobufAnswer(bytes);
};

const status = z.object({ message: z.string() });

/** The words of a `Status`, which comes with every refusal; undefined when the body is none. */
export const readStatusWords = (contentType: string, bytes: Uint8Array): string | undefined => {
  if (!/^\s*application\/x-protobuf\b/i.test(contentType)) {
    return isJson(contentType)
      ? status.safeParse(attempt(() => JSON.parse(new TextDecoder().decode(bytes)))).data?.message
      : undefined;
  }
  return attempt(() => textIn(fieldsOf(bytes).get(2)));
};
