import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeLabelValue } from "./escape.ts";
import { readLabels } from "./label-reader.ts";

it("reads what was written, whatever it was", () => {
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom("\\", '"', "\n", "{", "}", ",", "=", "n", "é", "💥") }),
    fc.string({ unit: "grapheme" }),
  );
  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
      const text = pairs.map(([label, content]) => `${label}="${escapeLabelValue(content)}"`).join(",");
      const expected = pairs.map(([label, content]) => [label, content.replaceAll("\0", "\uFFFD")]);
      expect(readLabels(`{${text}}`)).toEqual(expected);
    }),
  );
});

it("reads no labels from nothing", () => {
  expect(readLabels("")).toEqual([]);
});
