import { describe, expect, it } from "vitest";
import { containerResource, taskResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { containerOf, startMs, taskOf } from "../test/world.ts";
import { openFormer } from "./former.ts";

const seen = (ms: number, ids: readonly string[], up = true): Snapshot => ({
  takenAtMs: startMs + ms,
  form: "daemon",
  inputs: [{ name: "docker", up }],
  entries: [
    { resource: taskResource(taskOf("one")), points: [] },
    ...ids.map((id) => ({ resource: containerResource(containerOf(id)), points: [] })),
  ],
});

const follow = () => {
  const former = openFormer();
  let before = seen(0, []);
  return (ms: number, ids: readonly string[], up = true) => {
    const after = seen(ms, ids, up);
    const found = former(before, after);
    before = after;
    return found.map(({ entry, goneMs }) => [entry.resource.key, goneMs - startMs]);
  };
};

describe("what is no longer there", () => {
  it("is kept for an hour, with the time when it was missed", () => {
    const look = follow();
    expect(look(1000, ["a", "b"])).toEqual([]);
    expect(look(2000, ["b"])).toEqual([["container/a", 2000]]);
    expect(look(3_602_000, ["b"])).toEqual([["container/a", 2000]]);
    expect(look(3_602_001, ["b"])).toEqual([]);
  });

  it("is there again when it comes back", () => {
    const look = follow();
    look(1000, ["a"]);
    expect(look(2000, [])).toHaveLength(1);
    expect(look(3000, ["a"])).toEqual([]);
  });

  it("is not told from what a failed input did not see", () => {
    const look = follow();
    look(1000, ["a"]);
    expect(look(2000, [], false)).toEqual([]);
  });

  it("is 1,000 at the most, the oldest go first", () => {
    const look = follow();
    look(
      1000,
      Array.from({ length: 600 }, (_, place) => `a${place}`),
    );
    look(
      2000,
      Array.from({ length: 600 }, (_, place) => `b${place}`),
    );
    const found = look(3000, []);
    expect(found).toHaveLength(1000);
    expect(found[0]).toEqual(["container/a200", 2000]);
    expect(found.at(-1)).toEqual(["container/b599", 3000]);
  });
});
