import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTag } from "../../../test/fakes/datadog/rules.ts";
import { cleanTag, tagOf } from "./clean-tag.ts";

describe("a tag", () => {
  it.each([
    ["Env:Prod", "env:prod"],
    ["team:Shop Team", "team:shop_team"],
    ["image:example.com:5000/web@sha256:00ff", "image:example.com:5000/web_sha256:00ff"],
    ["a,b:c", "a_b:c"],
    ["_:x", "x"],
    ["9lives", "lives"],
    ["abteilung:küche", "abteilung:küche"],
    ["empty:", "empty"],
    [`long:${"x".repeat(300)}`, `long:${"x".repeat(195)}`],
    [`cut:${"x".repeat(195)}::y`, `cut:${"x".repeat(195)}`],
  ])("%j becomes %j", (text, clean) => {
    expect(cleanTag(text)).toBe(clean);
  });

  it.each(["", ":", "123", "___"])("%j is none", (text) => {
    expect(cleanTag(text)).toBeUndefined();
  });

  it("without a value is left out", () => {
    expect(tagOf("env", "")).toBeUndefined();
    expect(tagOf("env", undefined)).toBeUndefined();
  });

  it("is always as Datadog keeps it, and stays the same when cleaned again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const clean = cleanTag(text);
        if (clean === undefined) return;
        expect(isTag(clean)).toBe(true);
        expect(cleanTag(clean)).toBe(clean);
      }),
    );
  });
});
