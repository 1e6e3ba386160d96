import { expect, it } from "vitest";
import { isKept } from "./kept.ts";

it("keeps what one takes and none refuses", () => {
  expect(isKept("up", [], [])).toBe(true);
  expect(isKept("up", ["go_*"], [])).toBe(false);
  expect(isKept("go_threads", ["go_*"], ["*_threads"])).toBe(false);
  expect(isKept("go_heap", ["up", "go_*"], ["*_threads"])).toBe(true);
});
