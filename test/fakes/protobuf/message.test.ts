import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { expect, it } from "vitest";
import { type Message, readMessage } from "./message.ts";

const inner: Message = { name: "Inner", fields: { 1: { name: "text", type: "string" } } };
const outer: Message = {
  name: "Outer",
  fields: {
    1: { name: "inner", type: inner, repeated: true },
    2: { name: "count", type: "int64" },
    3: { name: "refs", type: "uint32", repeated: true },
    4: { name: "value", type: "sample-value" },
  },
};

const written = (write: (writer: BinaryWriter) => void): Uint8Array => {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
};

it("reads what its fields say", () => {
  const bytes = written((writer) => {
    for (const text of ["a", "é"])
      writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(text).join();
    writer.tag(2, WireType.Varint).int64(-5);
    writer.tag(3, WireType.LengthDelimited).fork().uint32(1).uint32(300).join().tag(3, WireType.Varint).uint32(7);
    writer.tag(4, WireType.Bit64).double(1.5);
  });
  expect(readMessage(bytes, outer)).toEqual({
    inner: [{ text: "a" }, { text: "é" }],
    count: "-5",
    refs: [1, 300, 7],
    value: 1.5,
  });
});

it("knows the stale marker among all that is not a number", () => {
  const marker = written((writer) => writer.tag(4, WireType.Bit64).fixed64(0x7ff0000000000002n));
  const other = written((writer) => writer.tag(4, WireType.Bit64).double(Number.NaN));
  expect(readMessage(marker, outer)).toEqual({ value: "stale" });
  expect(readMessage(other, outer)).toEqual({ value: Number.NaN });
});

it.each<[string, Uint8Array, RegExp]>([
  ["an unknown field", written((writer) => writer.tag(9, WireType.Varint).uint32(1)), /Outer has no field 9/],
  ["a wrong wire type", written((writer) => writer.tag(2, WireType.Bit64).double(1)), /Outer.count has wire type 1/],
  [
    "a message that is none",
    written((writer) => writer.tag(1, WireType.Varint).uint32(1)),
    /Outer.inner has wire type 0/,
  ],
  ["a field twice", written((w) => w.tag(2, WireType.Varint).int64(1).tag(2, WireType.Varint).int64(1)), /twice/],
  ["a cut off end", new Uint8Array([0x0a, 0x05, 0x0a]), /./],
  [
    "text that is no UTF-8",
    written((writer) => writer.tag(1, WireType.LengthDelimited).bytes(new Uint8Array([0x0a, 1, 0xff]))),
    /./,
  ],
])("refuses %s", (_name, bytes, words) => {
  expect(() => readMessage(bytes, outer)).toThrow(words);
});
