import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { oddNames, twoTargets } from "../../../test/app-world.ts";
import { expectGolden } from "../../../test/golden.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { readExposition } from "../prometheus/exposition-reader.ts";
import { prometheusApps } from "./index.ts";

const open = "application/openmetrics-text;version=1.0.0";

interface Golden {
  readonly file: string;
  readonly snapshot: () => Snapshot;
  readonly config?: Record<string, unknown>;
  readonly accept?: string;
}

const goldens: readonly Golden[] = [
  { file: "two-targets.txt", snapshot: twoTargets },
  { file: "two-targets.openmetrics", snapshot: twoTargets, accept: open },
  {
    file: "timestamps.txt",
    snapshot: twoTargets,
    config: { timestamps: "on", metrics: ["http_*", "build", "feature"] },
  },
  { file: "odd-names.txt", snapshot: oddNames },
  { file: "odd-names.openmetrics", snapshot: oddNames, accept: open },
];

describe("apps' metrics as /apps/metrics gives them", () => {
  it.each(goldens)("$file", ({ file, snapshot, config = {}, accept = "" }) => {
    const output = prometheusApps.create(prometheusApps.config.parse(config));
    const { body, problems } = output.render(snapshot(), output.variant({ accept }));
    readExposition(body, accept === open ? "openmetrics" : "text");
    expect(problems).toEqual([]);
    expectGolden(join(import.meta.dirname, "cases", file), body);
  });
});
