import { describe, expect, it } from "vitest";
import { createWork } from "./work.ts";

const item = (route: string, id: number) => ({ route, id, atMs: 0 });

describe("work", () => {
  it("keeps each route's items in order, also those put back", () => {
    const work = createWork([item("a", 1), item("b", 2), item("a", 3), item("a", 4), item("b", 5)]);
    const ids = (route: string, atMost: number) => work.take(route, atMost).map(({ id }) => id);
    expect(work.routes()).toEqual(["a", "b"]);
    expect(ids("a", 2)).toEqual([1, 3]);
    work.putBack("a", [item("a", 3)]);
    expect(ids("a", 10)).toEqual([3, 4]);
    expect(ids("a", 10)).toEqual([]);
    expect(work.routes()).toEqual(["b"]);
    expect(ids("b", Number.POSITIVE_INFINITY)).toEqual([2, 5]);
    expect(work.isEmpty()).toBe(true);
    work.putBack("b", []);
    expect(work.isEmpty()).toBe(true);
  });
});
