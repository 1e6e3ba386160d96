import { expect, it } from "vitest";
import { z } from "zod";
import { schemaRefusal } from "./schema-refusal.ts";

const schema = z.strictObject({
  port: z.int().min(1).max(9),
  share: z.number(),
  name: z.string().min(2).max(3),
  on: z.boolean(),
  mode: z.enum(["slow", "fast"]),
  only: z.literal("yes"),
  hosts: z.array(z.string()).min(1).max(1),
  inner: z.strictObject({}),
  own: z.string().min(9, "as the schema says"),
});

const good = { port: 1, share: 1, name: "abc", on: true, mode: "slow", only: "yes", hosts: ["a"], inner: {} };

const refusals = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const { error } = schema.safeParse({ ...good, own: "long enough", ...given }, { error: schemaRefusal });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join("."), message]));
};

it("says what a value must be, in words of ours", () => {
  expect(refusals({})).toEqual({});
  const wrong = { port: "abc", share: "x", name: 5, on: "perhaps", mode: "sloww", only: "no", hosts: "a", inner: [] };
  expect(refusals(wrong)).toEqual({
    port: "must be a number",
    share: "must be a number",
    name: "must be a text",
    on: "must be true or false",
    mode: "must be one of slow, fast",
    only: "must be yes",
    hosts: "must be a list",
    inner: "must be keys with values",
  });
});

it("says by how much a value is too small or too big", () => {
  expect(refusals({ port: 0, name: "a", hosts: [] })).toEqual({
    port: "must be at least 1",
    name: "must have at least 2 characters",
    hosts: "must have at least 1 item",
  });
  expect(refusals({ port: 10, name: "abcd", hosts: ["a", "b"] })).toEqual({
    port: "must be at most 9",
    name: "must have at most 3 characters",
    hosts: "must have at most 1 item",
  });
  expect(refusals({ port: 1.5 })).toEqual({ port: "must be a whole number" });
});

it("tells a key that is missing, and leaves the schema's own words", () => {
  expect(refusals({ port: undefined, own: "short" })).toEqual({ port: "is missing", own: "as the schema says" });
});
