import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilter } from "./parse.ts";

const termsOf = (text: string) => {
  const { terms, faults } = parseFilter(text);
  expect(faults).toEqual([]);
  return terms;
};

test("nothing filters nothing", () => {
  expect(parseFilter("")).toEqual({ terms: [], faults: [] });
  expect(parseFilter("   ")).toEqual({ terms: [], faults: [] });
});

test("words, fields and numbers", () => {
  expect(termsOf("Api family:Web family=web cpu>80 mem<=512MiB")).toEqual([
    { kind: "word", not: false, text: "api" },
    { kind: "text", not: false, field: "family", exact: false, text: "web" },
    { kind: "text", not: false, field: "family", exact: true, text: "web" },
    { kind: "number", not: false, field: "cpu", comparison: ">", number: { value: 0.8, share: true } },
    { kind: "number", not: false, field: "mem", comparison: "<=", number: { value: 512 * 1024 ** 2, share: false } },
  ]);
});

test("quotes keep what is between them together, also after a field", () => {
  expect(termsOf('"two words" label:"team=a b" -"x y"')).toEqual([
    { kind: "word", not: false, text: "two words" },
    { kind: "text", not: false, field: "label", exact: false, text: "team=a b" },
    { kind: "word", not: true, text: "x y" },
  ]);
});

test("a dash turns a term round, but not within a word", () => {
  expect(termsOf("-image:nginx web-api -")).toEqual([
    { kind: "text", not: true, field: "image", exact: false, text: "nginx" },
    { kind: "word", not: false, text: "web-api" },
  ]);
});

test("an image with its tag is one value, and so is an address", () => {
  expect(termsOf("image:repo/app:1.2")).toMatchObject([{ field: "image", text: "repo/app:1.2" }]);
  expect(termsOf("10.0.0.1/x")).toMatchObject([{ kind: "word", text: "10.0.0.1/x" }]);
});

test.each([
  ["cpu>50", 0.5, true],
  ["cpu>50%", 0.5, true],
  ["cpu>1.5vcpu", 1.5, false],
  ["mem>1g", 1024 ** 3, false],
  ["in>10k", 10_240, false],
  ["rx>1MiB/s", 1024 ** 2, false],
  ["write>5", 5, false],
  ["restarts>0", 0, false],
  ["age<2h", 7_200_000, false],
  ["age>90", 90_000, false],
])("%s", (text, value, share) => {
  expect(termsOf(text)).toMatchObject([{ kind: "number", number: { value, share } }]);
});

describe("what is not understood is said, and the rest still filters", () => {
  test.each([
    ["famly:web", { kind: "no-such-field", word: "famly", nearest: "family" }],
    ["qqqq:web", { kind: "no-such-field", word: "qqqq", nearest: undefined }],
    ["family:", { kind: "no-value", word: "family" }],
    ["cpu>much", { kind: "not-a-number", word: "cpu", text: "much" }],
    ["restarts>2GiB", { kind: "not-a-number", word: "restarts", text: "2GiB" }],
    ["family>web", { kind: "words-do-not-compare", word: "family" }],
    ['"open', { kind: "open-quote" }],
  ])("%s", (text, fault) => {
    const { terms, faults } = parseFilter(`status:running ${text}`);
    expect(faults).toEqual([fault]);
    expect(terms[0]).toMatchObject({ field: "status" });
  });
});

test("no text stops or breaks it", () => {
  const pieces = fc.array(
    fc.constantFrom('"', "-", ":", ">", "=", "cpu", "family", "web", " ", "8", "é", "\n", "constructor"),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((each) => each.join("")),
      ),
      (text) => {
        const { terms, faults } = parseFilter(text);
        expect(terms.length + faults.length).toBeLessThanOrEqual(text.length * 2);
      },
    ),
  );
});
