import { expect, test } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { agentThrottle, throttle } from "./throttle.ts";

const passed = (passes: (key: string) => boolean, key: string, times: number): number =>
  Array.from({ length: times }, () => passes(key)).filter((one) => one).length;

test("a burst of 60 passes, then 40 a second, each key for itself", async () => {
  const clock = openFakeClock();
  const passes = throttle(agentThrottle, clock);
  expect(passed(passes, "10.0.0.1 /task", 100)).toBe(60);
  expect(passed(passes, "10.0.0.1 /stats", 100)).toBe(60);
  await clock.advance(1_000);
  expect(passed(passes, "10.0.0.1 /task", 100)).toBe(40);
  await clock.advance(60_000);
  expect(passed(passes, "10.0.0.1 /task", 100)).toBe(60);
});

test("forgetting full buckets lets nobody pass who should not", () => {
  const passes = throttle({ perSecond: 1, burst: 2 }, openFakeClock());
  expect(passed(passes, "busy", 5)).toBe(2);
  for (let i = 0; i < 12_000; i++) passes(`key ${i}`);
  expect(passes("busy")).toBe(false);
});
