import { describe, expect, it } from "vitest";
import { openMemory } from "./memory.ts";

const minuteMs = 60_000;

/** A memory of the order in which keys were made. */
const open = () => {
  let made = 0;
  const memory = openMemory(() => {
    made += 1;
    return made;
  });
  return { memory, made: () => made };
};

describe("memory", () => {
  it("keeps what is in use, however long", () => {
    const { memory } = open();
    for (let minute = 0; minute < 100; minute += 1) {
      memory.begin(minute * minuteMs);
      expect(memory.of("a")).toBe(1);
    }
  });

  it("keeps what is out of use for a quarter of an hour", () => {
    const { memory } = open();
    memory.begin(0);
    memory.of("a");
    memory.begin(14 * minuteMs);
    memory.of("b");
    memory.begin(15 * minuteMs);
    expect(memory.of("a")).toBe(1);
    memory.begin(40 * minuteMs);
    memory.begin(41 * minuteMs);
    expect(memory.of("a")).toBe(3);
  });

  it("keeps the last round over any pause", () => {
    const { memory } = open();
    memory.begin(0);
    memory.of("a");
    memory.begin(600 * minuteMs);
    expect(memory.of("a")).toBe(1);
  });

  it("is bounded while keys come and go by the dozen a second", () => {
    const { memory, made } = open();
    for (let second = 0; second < 600; second += 1) {
      memory.begin(second * 1000);
      memory.of("stays");
      for (let number = 0; number < 50; number += 1) memory.of(`${second} ${number}`);
    }
    expect(memory.of("stays")).toBe(1);
    memory.begin(601_000);
    const before = made();
    for (let second = 0; second < 600; second += 1) {
      for (let number = 0; number < 50; number += 1) memory.of(`${second} ${number}`);
    }
    // Five hundred out of use, and those of the last round.
    expect(600 * 50 - (made() - before)).toBe(550);
  });
});
