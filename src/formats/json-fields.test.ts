import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf } from "./json-fields.ts";

describe("fields of an answer", () => {
  const raw = {
    n: 5,
    zero: 0,
    minus: -1,
    huge: 2 ** 64,
    max: 2 ** 63 - 4096,
    t: "x",
    empty: "",
    yes: true,
    o: { a: 1 },
  };

  it("gives what has the right type, and nothing else", () => {
    const fields = fieldsOf(raw);
    expect([fields.amount("n"), fields.amount("zero"), fields.amount("t"), fields.amount("missing")]).toEqual([
      5,
      0,
      undefined,
      undefined,
    ]);
    expect([fields.text("t"), fields.text("empty"), fields.text("n")]).toEqual(["x", undefined, undefined]);
    expect([fields.boolean("yes"), fields.boolean("n")]).toEqual([true, undefined]);
    expect(fields.object("o").amount("a")).toBe(1);
    expect(fields.object("t").amount("a")).toBeUndefined();
    expect(fields.number("minus")).toBe(-1);
  });

  it("refuses measurements that cannot be, and says where", () => {
    const refused: string[] = [];
    const fields = fieldsOf({ ...raw, deep: { list: [{ v: -3 }] } }, refused);
    expect([fields.amount("minus"), fields.amount("huge")]).toEqual([undefined, undefined]);
    expect(fields.object("deep").list("list")?.[0]?.amount("v")).toBeUndefined();
    expect(refused).toEqual(["minus", "huge", "deep.list.v"]);
  });

  it("knows the limits that mean none, and does not call them impossible", () => {
    const refused: string[] = [];
    const fields = fieldsOf({ ...raw, own: 2 ** 53 - 1, edge: 2 ** 53 }, refused);
    expect(fields.limit("own")).toBe(2 ** 53 - 1);
    for (const key of ["edge", "max", "huge", "zero", "minus", "t"]) expect(fields.limit(key)).toBeUndefined();
    expect(refused).toEqual([]);
  });

  it("keeps only the objects, texts and members of their type", () => {
    const fields = fieldsOf({ list: [1, null, { a: 1 }, [2], "x"], texts: ["a", "", 3], map: { a: "1", b: 2, c: "" } });
    expect(fields.list("list")?.map(({ keys }) => keys)).toEqual([["a"]]);
    expect(fields.list("map")).toBeUndefined();
    expect(fields.texts("texts")).toEqual(["a"]);
    expect(fields.textMap("map")).toEqual({ a: "1", c: "" });
    expect(fields.textMap("list")).toBeUndefined();
  });

  it("sees own members only", () => {
    const fields = fieldsOf(JSON.parse('{"__proto__": {"n": 1}}'));
    expect(fields.object("__proto__").amount("n")).toBe(1);
    expect(fields.has("toString")).toBe(false);
    expect(fieldsOf({}).object("constructor").keys).toEqual([]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (anything, key) => {
        const fields = fieldsOf(anything);
        fields.amount(key);
        fields.limit(key);
        fields.text(key);
        fields.list(key);
        fields.texts(key);
        fields.textMap(key);
        expect(fields.object(key).has(key)).toBeTypeOf("boolean");
      }),
    );
  });
});
