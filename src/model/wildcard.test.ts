import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "./wildcard.ts";

describe("wildcards", () => {
  it.each<[string, string, boolean]>([
    ["up", "up", true],
    ["up", "upper", false],
    ["*", "", true],
    ["*", "anything", true],
    ["http_*", "http_requests", true],
    ["http_*", "https", false],
    ["*_total", "requests_total", true],
    ["a*b", "ab", true],
    ["a*a", "a", false],
    ["*_*_*", "a_b", false],
    ["go_*_bytes*total", "go_heap_bytes_alloc_total", true],
    ["a**b", "axb", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "acb", false],
    ["ab*ba", "aba", false],
    ["a.b", "a-b", false],
    ["/v4/*/task", "/v4/one/two/task", true],
    ["", "", true],
    ["", "up", false],
  ])("%s and %s: %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it("agree with the regular expression that they stand for", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\*+/g, ".*")}$`);
        expect(matches(pattern, text)).toBe(expression.test(text));
      }),
    );
  });
});
