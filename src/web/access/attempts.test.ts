import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { openAttempts, peerOf } from "./attempts.ts";

describe("attempts", () => {
  const times = (count: number, act: () => void): void => {
    for (let number = 0; number < count; number += 1) act();
  };

  it("are spent after ten wrong ones, for a minute, for that peer alone", async () => {
    const clock = openFakeClock();
    const attempts = openAttempts(clock);
    times(9, () => attempts.failed("10.0.0.7"));
    expect(attempts.spent("10.0.0.7")).toBe(false);
    attempts.failed("10.0.0.7");
    expect(attempts.spent("10.0.0.7")).toBe(true);
    expect(attempts.spent("10.0.0.8")).toBe(false);
    await clock.advance(60_000);
    expect(attempts.spent("10.0.0.7")).toBe(false);
  });

  it("count a /64 of IPv6 as one peer", () => {
    const attempts = openAttempts(openFakeClock());
    times(10, () => attempts.failed(`2001:db8:1:2::${Math.floor(Math.random() * 9000)}`));
    expect(attempts.spent("2001:db8:1:2:ffff::1")).toBe(true);
    expect(attempts.spent("2001:db8:1:3::1")).toBe(false);
  });

  it("remember a thousand peers at most", () => {
    const attempts = openAttempts(openFakeClock());
    times(10, () => attempts.failed("10.0.0.7"));
    times(999, () => attempts.failed(`192.0.2.${Math.random()}`));
    expect(attempts.spent("10.0.0.7")).toBe(true);
    attempts.failed("198.51.100.1");
    expect(attempts.spent("10.0.0.7")).toBe(false);
  });
});

describe("peerOf", () => {
  it.each([
    ["10.0.0.7", "10.0.0.7"],
    ["::1", "0:0:0:0"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["1::4:5:6:7:8", "1:0:0:4"],
  ])("%s is %s", (address, peer) => {
    expect(peerOf(address)).toBe(peer);
  });
});
