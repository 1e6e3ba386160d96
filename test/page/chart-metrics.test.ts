import { expect, test } from "vitest";
import { chartsOf } from "../../page/src/detail/chart-list.ts";
import { catalogue } from "../../src/catalogue/catalogue.ts";

/** The page reads the API only, so its charts name metrics as text: here is held that the catalogue has them. */
const drawn = (["task", "container"] as const).flatMap((kind) =>
  chartsOf(kind).flatMap(({ lines, limit, unit, perSecond }) => [
    ...lines.map(({ metric }) => ({ metric, unit, perSecond })),
    ...(limit !== undefined && "metric" in limit ? [{ metric: limit.metric, unit, perSecond: false }] : []),
  ]),
);

test.each(drawn)("$metric is in the catalogue, in the chart's unit and kind", ({ metric, unit, perSecond }) => {
  const entry = Object.entries(catalogue).find(([id]) => id === metric)?.[1];
  expect(entry).toMatchObject({ unit, kind: perSecond ? "counter" : "gauge" });
});
