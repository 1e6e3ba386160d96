import { describe, expect, it } from "vitest";
import { appReadBacks } from "./read-backs.ts";
import { missingAppsOf, wrongAppsOf } from "./reading.ts";
import { watchApps } from "./workload.ts";

describe("two apps of the same names, one of them started anew", () => {
  it.each(appReadBacks)("$output, $variant: every figure is what the apps counted", (readBack) => {
    const readings = readBack.read(watchApps());
    expect(wrongAppsOf(readings)).toEqual([]);
    expect(missingAppsOf(readings, readBack)).toEqual([]);
  });
});
