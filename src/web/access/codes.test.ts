import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { secrets } from "../../platform/secrets.ts";
import { codeLifeMs, openCodes } from "./codes.ts";

describe("one-time codes", () => {
  it("are good once", () => {
    const codes = openCodes(openFakeClock(), secrets);
    const [one, other] = [codes.issue(), codes.issue()];
    expect(codes.has(one)).toBe(true);
    codes.take(one);
    expect(codes.has(one)).toBe(false);
    expect(codes.has(other)).toBe(true);
    expect(codes.has("")).toBe(false);
    expect(codes.has(other.slice(1))).toBe(false);
  });

  it("are good for five minutes", async () => {
    const clock = openFakeClock();
    const codes = openCodes(clock, secrets);
    const code = codes.issue();
    await clock.advance(codeLifeMs - 1);
    expect(codes.has(code)).toBe(true);
    await clock.advance(1);
    expect(codes.has(code)).toBe(false);
  });

  it("are sixteen at most: the oldest goes first", () => {
    const codes = openCodes(openFakeClock(), secrets);
    const issued = Array.from({ length: 17 }, () => codes.issue());
    expect(issued.map((code) => codes.has(code))).toEqual([false, ...Array.from({ length: 16 }, () => true)]);
  });
});
