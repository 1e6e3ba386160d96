import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interfaceSegment, nameSegment } from "./name-segment.ts";

/** Names over few characters, so that two that look alike come up often. */
const alike = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "_", "~", ".", "-", "x", "2", "e", "5", "f", "z"), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("~internal~", "_internal_", "_x", "2e", "5f", "z", "-", "."), maxLength: 5 }),
  fc.string({ maxLength: 8 }),
);

describe("a name's part of a metric name", () => {
  it.each([
    ["web", "web"],
    ["my-app_2", "my-app_2"],
    ["~internal~ecs~pause", "_internal_ecs_pause"],
    ["~internal~ecs-emptyvolume-source", "_internal_ecs-emptyvolume-source"],
    ["a_b.c", "a_b_c_x5fz2e"],
    ["_internal_ecs_pause", "_internal_ecs_pause_x5fz5fz5f"],
    ["a_x2e", "a_x2e_x5f"],
    ["", "_x"],
    ["プロキシ", "_____x30d7z30edz30adz30b7"],
  ])("of %j is %s", (raw, segment) => {
    expect(nameSegment(raw)).toBe(segment);
  });

  it.each([
    ["eth0", "eth0"],
    ["eth0.100", "eth0_100_x2e"],
    ["br-1a", "br_1a_x2d"],
  ])("of the interface %j is %s", (raw, segment) => {
    expect(interfaceSegment(raw)).toBe(segment);
  });

  it("is always one that Mackerel takes", () => {
    fc.assert(
      fc.property(alike, (raw) => {
        expect(nameSegment(raw)).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(interfaceSegment(raw)).toMatch(/^[A-Za-z0-9_]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it("is never the same for two names", () => {
    fc.assert(
      fc.property(fc.uniqueArray(alike, { minLength: 2, maxLength: 40 }), (names) => {
        expect(new Set(names.map(nameSegment)).size).toBe(names.length);
        expect(new Set(names.map(interfaceSegment)).size).toBe(names.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("is never the same for two pairs of container and interface", () => {
    const pair = fc.tuple(alike, alike);
    const distinct = fc.uniqueArray(pair, { minLength: 2, maxLength: 40, selector: (one) => JSON.stringify(one) });
    fc.assert(
      fc.property(distinct, (pairs) => {
        const names = pairs.map(([container, name]) => `${nameSegment(container)}-${interfaceSegment(name)}`);
        expect(new Set(names).size).toBe(pairs.length);
      }),
      { numRuns: 1000 },
    );
  });
});
