import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AppFamily } from "../../model/app-family.ts";
import { type HappeningKind, happeningKinds } from "../../model/happening.ts";
import type { TaskIdentity } from "../../model/identity.ts";
import { present } from "../../model/present.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  selfResource,
  targetResource,
  taskResource,
} from "../../model/resource.ts";
import { zstd } from "../../platform/zstd.ts";
import type { Codec } from "../../ports/codec.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { decodeDelivery, encodeDelivery } from "./record.ts";

/** JSON has no -0. */
const number = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
const timeMs = fc.double({ min: 1.7e12, max: 1.8e12, noNaN: true });
const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }).filter((text) => text !== "__proto__");
const words = fc.dictionary(word, word, { maxKeys: 4, noNullPrototype: true });
const option = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(values, { nil: undefined });

const task: fc.Arbitrary<TaskIdentity> = fc
  .record({ id: word, cluster: word, family: word, revision: word, service: option(word), tags: option(words) })
  .map(({ id, cluster, family, revision, ...more }) => ({
    arn: `arn:aws:ecs:eu-west-1:1:task/${cluster}/${id}`,
    id,
    cluster,
    family,
    revision,
    ...present(more),
  }));

const container = fc
  .record({ id: word, name: word, image: option(word), labels: option(words) })
  .map(({ id, name, ...more }) => ({ id, name, ...present(more) }));

const resource: fc.Arbitrary<Resource> = fc.oneof(
  task.map(taskResource),
  fc.tuple(container, option(task)).map(([one, of]) => containerResource(one, of)),
  fc
    .tuple(fc.record({ id: word, kind: word, name: word, slot: fc.nat() }), container, option(task))
    .map(([one, on, of]) => targetResource(one, on, of)),
  word.map(imageResource),
  word.map((name) => hostResource({ name })),
  fc.constant(selfResource),
);

const point = fc
  .record({
    metric: word,
    value: number,
    attributes: words,
    atMs: timeMs,
    sinceMs: option(timeMs),
    prior: option(fc.record({ value: number, atMs: timeMs })),
    perSecond: option(number),
  })
  .map(({ metric, value, attributes, atMs, ...more }) => ({ metric, value, attributes, atMs, ...present(more) }));

const family: fc.Arbitrary<AppFamily> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("counter" as const, "gauge" as const, "unknown" as const),
    name: word,
    samples: fc.array(fc.record({ labels: words, value: number, atMs: timeMs }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant("histogram" as const),
    name: word,
    samples: fc.array(
      fc.record({
        labels: words,
        buckets: fc.array(fc.record({ upperBound: number, count: number }), { maxLength: 3 }),
        count: number,
        sum: number,
        atMs: timeMs,
      }),
      { maxLength: 2 },
    ),
  }),
);

const snapshot: fc.Arbitrary<Delivery> = fc
  .record({
    takenAtMs: timeMs,
    form: fc.constantFrom("sidecar" as const, "daemon" as const),
    entries: fc.array(
      fc
        .record({
          resource,
          points: fc.array(point, { maxLength: 6 }),
          families: option(fc.array(family, { maxLength: 2 })),
        })
        .map(({ families, ...entry }) => ({ ...entry, ...present({ families }) })),
      { maxLength: 6 },
    ),
    inputs: fc.array(fc.record({ name: word, up: fc.boolean(), durationMs: number }), { maxLength: 2 }),
  })
  .map((taken) => ({ kind: "snapshot", snapshot: taken }));

const happenings: fc.Arbitrary<Delivery> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<HappeningKind>(...happeningKinds),
      atMs: timeMs,
      resource,
      facts: words,
    }),
    { maxLength: 6 },
  )
  .map((some) => ({ kind: "happenings", happenings: some }));

const delivery = fc.oneof(snapshot, happenings);

/** A codec that adds a byte, so that what was compressed is seen. */
const visible: Codec = {
  compress: (plain) => Uint8Array.of(7, ...plain),
  expand: (bytes, maxBytes) => (bytes[0] === 7 && bytes.length <= maxBytes ? bytes.subarray(1) : undefined),
};

const bytesOf = (head: readonly number[], json: string): Uint8Array =>
  Uint8Array.of(...head, ...new TextEncoder().encode(json));

const noDelivery: Delivery = { kind: "happenings", happenings: [] };

describe("delivery record", () => {
  it("gives back every delivery as it was", () => {
    fc.assert(
      fc.property(delivery, (given) => {
        expect(decodeDelivery(encodeDelivery(given, zstd), zstd)).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps one object for what stands in it many times", () => {
    const of: TaskIdentity = { arn: "arn:one", id: "one", cluster: "", family: "web", revision: "1" };
    const entries = ["a", "b"].map((id) => ({
      resource: containerResource({ id, name: id }, of),
      points: [{ metric: "container.pids", value: 1, attributes: { interface: "eth0" }, atMs: 5 }],
    }));
    const given: Delivery = {
      kind: "snapshot",
      snapshot: { takenAtMs: 6, form: "daemon", entries, inputs: [] },
    };
    const text = new TextDecoder().decode(encodeDelivery(given, zstd));
    expect(text.match(/arn:one/g)).toHaveLength(1);
    expect(text.match(/container\.pids/g)).toHaveLength(1);
  });

  it("compresses what is large enough for it", () => {
    const tagged: Delivery = {
      kind: "happenings",
      happenings: [{ kind: "started", atMs: 1, resource: selfResource, facts: { note: "x".repeat(600) } }],
    };
    expect([...encodeDelivery(noDelivery, visible).subarray(0, 3)]).toEqual([1, 0, "{".charCodeAt(0)]);
    expect([...encodeDelivery(tagged, visible).subarray(0, 3)]).toEqual([1, 1, 7]);
    expect(decodeDelivery(encodeDelivery(tagged, visible), visible)).toEqual(tagged);
  });

  it("reads version 1 as it was first written, with members that came later", () => {
    const json = `{"snapshot":{"takenAtMs":1000,"form":"sidecar","inputs":[],"later":true,"tasks":[{"arn":"a","id":"a","cluster":"c","family":"f","revision":"1"}],"series":[["container.cpu.time",{"mode":"user"}]],"times":[900,100],"entries":[[{"scope":"container","container":{"id":"x","name":"web"},"task":0},[0,7,12.5,0,1,0.5,10,1]],[{"scope":"self"},[]]]},"comment":"none"}`;
    expect(decodeDelivery(bytesOf([1, 0], json), zstd)).toEqual({
      kind: "snapshot",
      snapshot: {
        takenAtMs: 1000,
        form: "sidecar",
        inputs: [],
        entries: [
          {
            resource: containerResource(
              { id: "x", name: "web" },
              { arn: "a", id: "a", cluster: "c", family: "f", revision: "1" },
            ),
            points: [
              {
                metric: "container.cpu.time",
                value: 12.5,
                attributes: { mode: "user" },
                atMs: 900,
                sinceMs: 100,
                perSecond: 0.5,
                prior: { value: 10, atMs: 100 },
              },
            ],
          },
          { resource: selfResource, points: [] },
        ],
      },
    });
  });

  it.each([
    ["nothing", []],
    ["a version to come", [2, 0, 123, 125]],
    ["an unknown form", [1, 9, 123, 125]],
    ["no JSON", [1, 0, 123]],
    ["no UTF-8", [1, 0, 34, 255, 34]],
    ["another document", [1, 0, 123, 125]],
    ["null", [1, 0, ...new TextEncoder().encode("null")]],
    ["not compressed, though it says so", [1, 1, 123, 125]],
  ])("knows that %s is no delivery", (_, bytes) => {
    expect(decodeDelivery(Uint8Array.from(bytes), zstd)).toBeUndefined();
  });

  it("survives every damage", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(delivery, changes, (given, damage) => {
        const bytes = encodeDelivery(given, visible);
        for (const [place, byte] of damage) bytes[place % bytes.length] = byte;
        expect(() => decodeDelivery(bytes, visible)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
