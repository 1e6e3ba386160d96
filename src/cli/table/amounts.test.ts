import { describe, expect, it } from "vitest";
import { age, bytes, bytesPerSecond, count, percent, vcpus, words } from "./amounts.ts";

describe("amounts", () => {
  it.each([
    [bytes, 0, "0 B"],
    [bytes, 1023, "1023 B"],
    [bytes, 1024, "1.00 KiB"],
    [bytes, 312 * 1024 ** 2, "312 MiB"],
    [bytes, 1024 ** 3 - 1, "1.00 GiB"],
    [bytes, 99.96 * 1024 ** 2, "100 MiB"],
    [bytes, 2 ** 52, "4096 TiB"],
    [bytesPerSecond, 0.4, "0 B/s"],
    [bytesPerSecond, 1234, "1.23 kB/s"],
    [bytesPerSecond, 999_999, "1.00 MB/s"],
    [vcpus, 0, "0.000"],
    [vcpus, 0.0421, "0.042"],
    [vcpus, 0.9999, "1.00"],
    [vcpus, 12.34, "12.3"],
    [percent, 0, "0.0%"],
    [percent, 0.0994, "9.9%"],
    [percent, 0.0996, "10%"],
    [percent, 1.5, "150%"],
    [count, 7, "7"],
    [age, 59_999, "59s"],
    [age, 185_000, "3m 5s"],
    [age, 4 * 3_600_000 + 120_000, "4h 2m"],
    [age, 12 * 86_400_000 + 3 * 3_600_000, "12d 3h"],
    [age, -5, "0s"],
  ])("%# writes %d as %s", (write, amount, text) => {
    expect(write(amount)).toBe(text);
  });

  it.each([bytes, bytesPerSecond, vcpus, percent, count, age])(
    "%# writes the unknown as a dash, never as 0",
    (write) => {
      expect(write(undefined)).toBe("-");
      expect(write(Number.NaN)).toBe("-");
    },
  );

  it("has no word for the unknown either", () => {
    expect(words(undefined)).toBe("-");
    expect(words("RUNNING")).toBe("RUNNING");
  });
});
