import { describe, expect, it } from "vitest";
import { compareLock, type Lock, lockOf } from "./lock.ts";
import { taskvitalsDialect } from "./names/taskvitals.ts";

const eaten = { kind: "counter", unit: "By", names: { ecs_container_eaten_bytes_total: "taskvitals" } };
const lock: Lock = { "container.eaten": eaten };

describe("the lock", () => {
  it("remembers kind, unit and every dialect's names", () => {
    const metrics = {
      "container.eaten": { scope: "container", kind: "counter", unit: "By", description: "", since: "0.1.0" },
    } as const;
    const own = taskvitalsDialect(metrics);
    const other = { ...own, name: "ecs-exporter", families: own.families } as const;
    expect(lockOf(metrics, [own])).toEqual(lock);
    expect(lockOf(metrics, [own, other])["container.eaten"]?.names).toEqual({
      ecs_container_eaten_bytes_total: "taskvitals, ecs-exporter",
    });
  });

  it("takes what is new", () => {
    const now = { ...lock, "container.drunk": eaten };
    expect(compareLock(lock, now, {})).toEqual({ faults: [], next: now });
    expect(compareLock({}, lock, {})).toEqual({ faults: [], next: lock });
  });

  it("takes a new name of an old metric", () => {
    const now = { "container.eaten": { ...eaten, names: { ...eaten.names, ee_eaten: "ee" } } };
    expect(compareLock(lock, now, {})).toEqual({ faults: [], next: now });
  });

  it.each<readonly [string, Lock]>([
    ["container.eaten is gone.", {}],
    ["container.eaten was a counter and is a gauge.", { "container.eaten": { ...eaten, kind: "gauge" } }],
    ['container.eaten had the unit "By" and has "s".', { "container.eaten": { ...eaten, unit: "s" } }],
    [
      "ecs_container_eaten_bytes_total, made from container.eaten, is gone.",
      { "container.eaten": { ...eaten, names: {} } },
    ],
  ])("finds that %s", (fault, now) => {
    expect(compareLock(lock, now, {}).faults).toEqual([fault]);
  });

  it("lets an id go that is deprecated, and keeps it as retired", () => {
    const deprecated = { "container.eaten": { since: "0.2.0", note: "nobody is hungry any more" } };
    const { faults, next } = compareLock(lock, {}, deprecated);
    expect(faults).toEqual([]);
    expect(next).toEqual({ "container.eaten": { ...eaten, retired: "0.2.0" } });
    expect(compareLock(next, {}, deprecated)).toEqual({ faults: [], next });
    expect(compareLock(next, {}, {})).toEqual({ faults: [], next });
  });

  it("never takes a retired id back", () => {
    const retired = { "container.eaten": { ...eaten, retired: "0.2.0" } };
    expect(compareLock(retired, lock, {}).faults).toEqual([
      "container.eaten was retired in 0.2.0; an id is never used again.",
    ]);
  });

  it("lets a name go that is deprecated", () => {
    const now = { "container.eaten": { ...eaten, names: {} } };
    const deprecated = { ecs_container_eaten_bytes_total: { since: "0.2.0", note: "a better name" } };
    expect(compareLock(lock, now, deprecated)).toEqual({ faults: [], next: now });
  });
});
