import { describe, expect, it } from "vitest";
import { isMoment, unitOf } from "./family.ts";

describe("apps' own metrics", () => {
  it("have the unit that the app tells, else that of the name", () => {
    expect(unitOf({ name: "took", unit: "seconds" })).toBe("s");
    expect(unitOf({ name: "heap_bytes" })).toBe("By");
    expect(unitOf({ name: "bytes_in_flight" })).toBe("");
  });

  it("that are moments are known by their names", () => {
    expect(isMoment({ name: "process_start_time_seconds", kind: "gauge" })).toBe(true);
    expect(isMoment({ name: "last_success_timestamp_seconds", kind: "unknown" })).toBe(true);
    expect(isMoment({ name: "lost_time_seconds", kind: "counter" })).toBe(false);
    expect(isMoment({ name: "took_seconds", kind: "gauge" })).toBe(false);
  });
});
