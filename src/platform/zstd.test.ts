import { describe, expect, it } from "vitest";
import { zstd } from "./zstd.ts";

const plain = new TextEncoder().encode("the same words, ".repeat(1000));

describe("zstd", () => {
  it("gives back what it made smaller", () => {
    const small = zstd.compress(plain);
    expect(small.length).toBeLessThan(plain.length / 20);
    expect(zstd.expand(small, plain.length)).toEqual(Buffer.from(plain));
    expect(zstd.expand(zstd.compress(new Uint8Array()), 10)).toHaveLength(0);
  });

  it("tells what is damaged, foreign or too large", () => {
    const small = zstd.compress(plain);
    expect(zstd.expand(small.subarray(0, small.length - 3), plain.length)).toBeUndefined();
    expect(zstd.expand(plain, plain.length)).toBeUndefined();
    expect(zstd.expand(small, plain.length - 1)).toBeUndefined();
  });
});
