import { describe, expect, test } from "vitest";
import { figuresIn } from "./figures.ts";

const en = figuresIn("en");
const ja = figuresIn("ja");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("bytes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "0.977 KiB"],
    [1536, "1.5 KiB"],
    [512 * 1024 ** 2, "512 MiB"],
    [1.25 * 1024 ** 3, "1.25 GiB"],
    [3 * 1024 ** 6, "3,072 PiB"],
  ])("%d is %s", (value, text) => {
    expect(en.bytes(value)).toBe(text);
  });
});

test("used and limit", () => {
  const MiB = 1024 ** 2;
  expect(en.bytesOf(208 * MiB, 256 * MiB)).toBe("208 / 256 MiB");
  expect(en.bytesOf(300 * MiB, 1024 * MiB)).toBe("300 MiB / 1 GiB");
});

describe("numbers and shares", () => {
  test.each([
    [0, "0"],
    [0.04219, "0.0422"],
    [12.345, "12.3"],
    [999.6, "1,000"],
    [1_234_567.8, "1,234,568"],
  ])("%d is %s", (value, text) => {
    expect(en.number(value)).toBe(text);
  });

  test.each([
    [0, "0%"],
    [0.0042, "0.4%"],
    [0.415, "42%"],
    [2.5, "250%"],
  ])("%d of the limit is %s", (ratio, text) => {
    expect(en.share(ratio)).toBe(text);
  });
});

describe("time", () => {
  test.each([
    [0, "0s", "0秒"],
    [900, "0s", "0秒"],
    [45_000, "45s", "45秒"],
    [3 * minute, "3m", "3分"],
    [2 * hour + 14 * minute, "2h 14m", "2時間14分"],
    [3 * day + 4 * hour + 5 * minute, "3d 4h", "3日4時間"],
  ])("%d ms is %s", (ms, english, japanese) => {
    expect(en.span(ms)).toBe(english);
    expect(ja.span(ms)).toBe(japanese);
  });

  test("how long ago", () => {
    expect(en.ago(5000)).toBe("5s ago");
    expect(en.ago(-3000)).toBe("0s ago");
    expect(ja.ago(2 * hour)).toBe("2時間前");
  });

  test("seconds of any size", () => {
    expect(en.seconds(0)).toBe("0s");
    expect(en.seconds(0.0125)).toBe("12.5ms");
    expect(en.seconds(0.000_002)).toBe("2μs");
    expect(en.seconds(90)).toBe("1m 30s");
  });
});

describe("units of the catalogue", () => {
  test.each([
    [null, "By", false, "–"],
    [Number.NaN, "1", false, "–"],
    [2048, "By", false, "2 KiB"],
    [2048, "By", true, "2 KiB/s"],
    [0.5, "1", false, "50%"],
    [0.25, "{vcpu}", false, "0.25 vCPU"],
    [1500, "{packet}", true, "1,500/s"],
    [0.2, "s", true, "0.2 s/s"],
    [137, "{code}", false, "137"],
    [4, "", false, "4"],
  ])("%s in %s (per second: %s) is %s", (value, unit, perSecond, text) => {
    expect(en.inUnit(value, unit, perSecond)).toBe(text);
  });
});
