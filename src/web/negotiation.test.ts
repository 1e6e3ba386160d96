import { describe, expect, it } from "vitest";
import { isHeld, takesCoding, wantsHtml } from "./negotiation.ts";

describe("takesCoding", () => {
  it.each([
    ["gzip", true],
    ["deflate, gzip;q=0.5", true],
    ["br;q=1, GZIP ; q=0.1", true],
    ["gzip;q=0", false],
    ["gzip;q=0.0", false],
    ["br", false],
    ["xgzip", false],
    ["", false],
    [undefined, false],
  ])("Accept-Encoding %s: gzip %s", (header, takes) => {
    expect(takesCoding(header, "gzip")).toBe(takes);
  });
});

describe("isHeld", () => {
  it.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"b", W/"a"', '"a"', true],
    ["*", '"a"', true],
    ['"b"', '"a"', false],
    ['"W/a"', '"a"', false],
    ["", '"a"', false],
    [undefined, '"a"', false],
  ])("If-None-Match %s, %s: %s", (header, etag, held) => {
    expect(isHeld(header, etag)).toBe(held);
  });
});

describe("wantsHtml", () => {
  it.each([
    ["text/html,application/xhtml+xml,*/*;q=0.8", true],
    ["*/*", false],
    ["text/plain", false],
    [undefined, false],
  ])("%s: %s", (accept, wants) => {
    expect(wantsHtml(accept)).toBe(wants);
  });
});
