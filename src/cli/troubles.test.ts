import { expect, it } from "vitest";
import { unheardOf } from "./troubles.ts";

const runner = (name: string, up: boolean | undefined) => ({ name, health: () => ({ name, up }) });

it("names the inputs that were still at their first collection, and those alone", () => {
  const runners = [runner("slow", undefined), runner("good", true), runner("bad", false)];
  expect(unheardOf(runners, 2000)).toEqual([
    expect.objectContaining({ code: "input-timeout", subject: "slow", detail: "a collection not done after 2000 ms" }),
  ]);
});
