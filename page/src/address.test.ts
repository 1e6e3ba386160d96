import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, readAddress, startAddress, writeAddress } from "./address.ts";

test("the start of everything is an empty address", () => {
  expect(writeAddress(startAddress)).toBe("");
  expect(readAddress("")).toEqual(startAddress);
});

test("an address says the view, the key, and how the table is shown", () => {
  const address: Address = {
    ...startAddress,
    view: "detail",
    key: "task/web 1",
    sort: "-cpu",
    filter: 'family:web cpu>80 "two words"',
    columns: ["cpu", "memory"],
    open: ["a,b", "c&d"],
  };
  expect(readAddress(writeAddress(address))).toEqual(address);
});

test("what is not understood counts as left out", () => {
  expect(readAddress("?view=nothing&x=1&columns=,,")).toEqual(startAddress);
});

test("every address comes back as it was written", () => {
  const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
  const word = fc.stringMatching(/^[a-zA-Z]{1,8}$/);
  const some = fc.record({
    sort: text,
    filter: text,
    columns: fc.array(word),
    open: fc.array(text.filter((key) => key !== "")),
    apps: text,
    charts: fc.option(fc.array(text.filter((name) => name !== "")), { nil: undefined }),
    lang: word,
    theme: word,
  });
  fc.assert(
    fc.property(some, (part) => {
      const address: Address = { ...startAddress, ...part };
      expect(readAddress(writeAddress(address))).toEqual(address);
    }),
  );
});

test("leaves ?open= to the one-time link, which has the agent answer with the plain page", () => {
  expect(writeAddress({ ...startAddress, open: ["all"] })).toBe("?unfold=all");
  expect(readAddress("?unfold=all&unfold=-a").open).toEqual(["all", "-a"]);
  expect(readAddress("?open=secret").open).toEqual([]);
});

test("tells that no app's metric is to be drawn from that nobody has said which", () => {
  expect(writeAddress({ ...startAddress, charts: [] })).toBe("?chart=");
  expect(readAddress("?chart=").charts).toEqual([]);
  expect(readAddress("").charts).toBeUndefined();
});
