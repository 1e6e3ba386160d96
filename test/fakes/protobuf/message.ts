import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** How one value stands in the bytes. 64-bit integers are read as decimal texts, as the JSON mapping has them. */
type Scalar = "string" | "double" | "fixed64" | "sfixed64" | "int64" | "int32" | "uint32" | "bool" | "enum" | "bytes";

export interface Field {
  /** As the JSON mapping spells it. */
  readonly name: string;
  readonly type: Scalar | Message | (() => Message) | "sample-value";
  readonly repeated?: true;
}

/** A message of a .proto file, by field number. */
export interface Message {
  readonly name: string;
  readonly fields: Readonly<Record<number, Field>>;
}

const wireTypes: Readonly<Record<Scalar | "sample-value", WireType>> = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  double: WireType.Bit64,
  "sample-value": WireType.Bit64,
  fixed64: WireType.Bit64,
  sfixed64: WireType.Bit64,
  int64: WireType.Varint,
  int32: WireType.Varint,
  uint32: WireType.Varint,
  bool: WireType.Varint,
  enum: WireType.Varint,
};

const staleBits = 0x7ff0000000000002n;

const readers: Readonly<Record<Scalar | "sample-value", (reader: BinaryReader) => unknown>> = {
  string: (reader) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(reader.bytes()),
  bytes: (reader) => reader.bytes(),
  double: (reader) => reader.double(),
  "sample-value": (reader) => {
    const bits = BigInt(reader.fixed64());
    if (bits === staleBits) return "stale";
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, bits);
    return view.getFloat64(0);
  },
  fixed64: (reader) => String(reader.fixed64()),
  sfixed64: (reader) => String(reader.sfixed64()),
  int64: (reader) => String(reader.int64()),
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  bool: (reader) => reader.bool(),
  enum: (reader) => reader.int32(),
};

const packable: ReadonlySet<WireType> = new Set([WireType.Varint, WireType.Bit64]);

const readField = (reader: BinaryReader, where: string, { type, repeated }: Field, wireType: WireType): unknown[] => {
  if (typeof type === "string") {
    if (wireType === wireTypes[type]) return [readers[type](reader)];
    if (repeated !== true || wireType !== WireType.LengthDelimited || !packable.has(wireTypes[type])) {
      throw new Error(`${where} has wire type ${wireType}`);
    }
    const end = reader.uint32() + reader.pos;
    const values: unknown[] = [];
    while (reader.pos < end) values.push(readers[type](reader));
    return values;
  }
  if (wireType !== WireType.LengthDelimited) throw new Error(`${where} has wire type ${wireType}`);
  return [readMessage(reader.bytes(), typeof type === "function" ? type() : type)];
};

/**
 * Reads a message into what its JSON mapping would be. Strict where a real receiver is lenient: unknown fields, wrong wire
 * types, text that is no UTF-8 and a field that comes twice are offences, and it throws.
 */
export const readMessage = (bytes: Uint8Array, { name, fields }: Message): Record<string, unknown> => {
  const reader = new BinaryReader(bytes);
  const message: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = fields[number];
    if (field === undefined) throw new Error(`${name} has no field ${number}`);
    const where = `${name}.${field.name}`;
    const values = readField(reader, where, field, wireType);
    const before = message[field.name];
    if (field.repeated === true) message[field.name] = [...(Array.isArray(before) ? before : []), ...values];
    else if (before !== undefined) throw new Error(`${where} comes twice`);
    else message[field.name] = values[0];
  }
  return message;
};
