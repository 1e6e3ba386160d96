import { expect, it } from "vitest";
import { defectProblem } from "./defect.ts";

it("names the place in the code, without the machine's paths", () => {
  const error = new TypeError("x is not a function");
  error.stack =
    "TypeError: x is not a function\n    at f (file:///opt/app/src/pipeline/rates.ts:12:3)\n    at g (x:1:1)";
  expect(defectProblem(error)).toEqual({
    code: "agent-defect",
    subject: "pipeline/rates.ts:12",
    detail: "TypeError: x is not a function",
  });
});

it.each(["text", undefined, 42, { a: 1 }])("takes %j for what it is", (thrown) => {
  expect(defectProblem(thrown)).toMatchObject({ subject: "unknown", detail: `threw ${typeof thrown}` });
});

it("is of bounded length", () => {
  expect(defectProblem(new Error("x".repeat(10_000))).detail.length).toBeLessThan(400);
});
