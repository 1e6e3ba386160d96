import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/outputs/registry.ts";
import { appReadBacks } from "./read-backs.ts";
import { missingAppsOf, wrongAppsOf } from "./reading.ts";
import { watchApps } from "./workload.ts";

it("are read back from every output but that of the agent's own figures", () => {
  const compared = new Set(appReadBacks.map(({ output }) => output));
  expect(outputs.map(({ name }) => name).filter((name) => !compared.has(name))).toEqual(["prometheus"]);
});

describe("two apps of the same names, one of them started anew", () => {
  it.each(appReadBacks)("$output, $variant: every figure is what the apps counted", (readBack) => {
    const readings = readBack.read(watchApps());
    expect(wrongAppsOf(readings)).toEqual([]);
    expect(missingAppsOf(readings, readBack)).toEqual([]);
  });
});
