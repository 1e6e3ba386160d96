import { describe, expect, it } from "vitest";
import { outputs } from "../../src/outputs/registry.ts";
import { appReadBacks } from "./apps/read-backs.ts";
import { figuresOf, missingOf, worlds, wrongOf } from "./compare.ts";
import { readBacks } from "./receivers.ts";
import { type Watched, watch } from "./watch.ts";

it("reads every output back", () => {
  const compared = new Set([...readBacks, ...appReadBacks].map(({ output }) => output));
  expect(outputs.map(({ name }) => name).filter((name) => !compared.has(name))).toEqual([]);
});

describe.each(worlds)("$shape", (world) => {
  let watched: Promise<Watched> | undefined;

  it.each(readBacks)("$output, $variant: every figure is what the workload did", async (readBack) => {
    watched ??= watch(world);
    const seen = await watched;
    const figures = figuresOf(world, readBack.names, readBack.read(seen), seen.startedMs);
    expect(wrongOf(figures)).toEqual([]);
    expect(missingOf(world, readBack.names, figures)).toEqual([]);
  });
});
