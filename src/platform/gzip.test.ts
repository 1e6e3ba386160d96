import { describe, expect, it } from "vitest";
import { gunzip, gzip } from "./gzip.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("gunzip", () => {
  it("gives back what was packed", () => {
    const plain = bytes("up 1\n".repeat(1000));
    expect(Buffer.from(plain).equals(Buffer.from(gunzip(gzip(plain), plain.length)))).toBe(true);
  });

  it("stops at the limit, however small the packed form is", () => {
    const bomb = gzip(new Uint8Array(50_000_000));
    expect(bomb.length).toBeLessThan(500_000);
    expect(gunzip(bomb, 1_000_000)).toBe("too-large");
  });

  it.each([
    ["something else", bytes("up 1\n")],
    ["nothing", new Uint8Array()],
    ["the half of it", gzip(bytes("up 1\n".repeat(1000))).subarray(0, 20)],
  ])("says so of %s", (_, packed) => {
    expect(gunzip(packed, 1000)).toBe("broken");
  });
});
