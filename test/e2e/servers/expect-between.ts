import { expect } from "vitest";
import type { Bracket } from "./docker-host.ts";

/** Nanoseconds turned into seconds may lose the last digit; `slack` is what the figure's source allows besides. */
export const expectBetween = ({ before, value, after }: Bracket, slack = 1e-6): void => {
  expect(value).toBeGreaterThanOrEqual(Math.min(before, after) - slack);
  expect(value).toBeLessThanOrEqual(Math.max(before, after) + slack);
};
