import { describe, expect, it } from "vitest";
import { createSizes } from "./sizes.ts";
import { usualLimits } from "./test/plain-output.ts";

const limits = { ...usualLimits, maxItems: 1000, maxBytes: 10_000, routes: { events: { maxItems: 1 } } };

describe("sizes", () => {
  it("are the limits, of the route where it has its own", () => {
    const sizes = createSizes(limits);
    expect([sizes.items("series"), sizes.items("events")]).toEqual([1000, 1]);
    expect(sizes.maxBytes("events")).toBe(10_000);
  });

  it("plan with what items came to", () => {
    const sizes = createSizes(limits);
    sizes.measured("series", 100, 5000);
    expect(sizes.items("series")).toBe(180);
    expect(sizes.items("checks")).toBe(1000);
    sizes.measured("series", 1, 50_000);
    expect(sizes.items("series")).toBe(1);
  });

  it("learn what the back end finds too large, and try more again after a while", () => {
    const sizes = createSizes(limits);
    sizes.measured("series", 100, 8000);
    sizes.refused("series", 8000);
    expect(sizes.items("series")).toBe(45);
    sizes.accepted("series", 1000);
    expect(sizes.items("series")).toBe(45);
    for (let request = 0; request < 50; request += 1) sizes.accepted("series", 10_000);
    expect(sizes.items("series")).toBe(112);
    expect(sizes.maxBytes("series")).toBe(10_000);
  });
});
