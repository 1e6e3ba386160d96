import { describe, expect, it } from "vitest";
import type { AppTarget } from "../../../src/web/api/contract.ts";
import { chartsOf } from "./app-charts.ts";
import { type AppTrack, addTold, emptyAppTrack } from "./app-track.ts";
import { openKeptTracks } from "./kept-tracks.ts";
import { pauseMs } from "./use-apps.ts";

const startMs = Date.UTC(2026, 0, 1);
const tenSeconds = 10_000;

const told = (newestSampleMs: number | undefined, families: AppTarget["families"]): AppTarget => ({
  key: "target/1",
  container: "container/1",
  containerName: "web",
  name: "web",
  kind: "prometheus",
  slot: 1,
  errors: {},
  leftOut: {},
  families,
  troubles: [],
  ...(newestSampleMs === undefined ? {} : { newestSampleMs }),
});

const counter = (atMs: number, rates: Readonly<Record<string, number | undefined>>): AppTarget["families"][number] => ({
  name: "requests",
  kind: "counter",
  samples: Object.entries(rates).map(([code, perSecond]) => ({
    labels: { code },
    atMs,
    value: 7,
    ...(perSecond === undefined ? {} : { perSecond }),
  })),
});

const histogram = (atMs: number, counts: readonly (readonly number[])[]): AppTarget["families"][number] => ({
  name: "took_seconds",
  kind: "histogram",
  samples: counts.map(([low = 0, high = 0, count = 0], place) => ({
    labels: { path: `/${place}` },
    atMs,
    count: 1000,
    sum: 10,
    buckets: [
      { upperBound: 1, count: 500 },
      { upperBound: 2, count: 900 },
    ],
    gained: { overMs: tenSeconds, count, sum: count * 0.5, buckets: [low, high] },
  })),
});

const lines = (track: AppTrack, families: AppTarget["families"]) =>
  families.flatMap((family) =>
    chartsOf(track, { family }).map(({ what, lines: drawn, leftOut }) => ({
      what,
      leftOut,
      lines: Object.fromEntries(drawn.map(({ label, values }) => [label, values])),
    })),
  );

describe("what apps told while somebody looked", () => {
  it("is a line for each series, with gaps where it was not told", () => {
    const track = emptyAppTrack();
    addTold(track, told(startMs, [counter(startMs, { 200: undefined })]));
    addTold(track, told(startMs + tenSeconds, [counter(startMs, { 200: 5, 500: 1 })]));
    addTold(track, told(startMs + 2 * tenSeconds, [counter(startMs, { 500: 2 })]));
    expect(lines(track, [counter(startMs, { 200: 0, 500: 0 })])).toEqual([
      { what: "perSecond", leftOut: 0, lines: { 'code="200"': [null, 5, null], 'code="500"': [null, 1, 2] } },
    ]);
  });

  it("is taken once: an answer without news, or of a target that did not answer, adds nothing", () => {
    const track = emptyAppTrack();
    addTold(track, told(startMs, [counter(startMs, { 200: 1 })]));
    addTold(track, told(startMs, [counter(startMs, { 200: 1 })]));
    addTold(track, told(undefined, []));
    expect(track.times).toEqual([startMs]);
  });

  it("goes 15 minutes back", () => {
    const track = emptyAppTrack();
    for (let at = 0; at <= 100; at += 1) {
      addTold(track, told(startMs + at * tenSeconds, [counter(startMs, { 200: at })]));
    }
    expect(track.times).toHaveLength(91);
    expect(lines(track, [counter(startMs, { 200: 0 })])[0]?.lines['code="200"']).toHaveLength(91);
  });

  it("forgets series that are no more before it grows without end", () => {
    const track = emptyAppTrack();
    for (let at = 0; at < 5; at += 1) {
      const rates = Object.fromEntries(Array.from({ length: 4000 }, (_, id) => [`${at}-${id}`, 1]));
      addTold(track, told(startMs + at * tenSeconds, [counter(startMs, rates)]));
    }
    const kept = track.families.get("counter requests") ?? new Map();
    expect(kept.size).toBe(10_000);
    expect(kept.has('code="4-3999"')).toBe(true);
  });

  it("is drawn as observations and quantiles of all histograms together", () => {
    const track = emptyAppTrack();
    const family = histogram(startMs, [
      [10, 20, 20],
      [10, 20, 20],
    ]);
    addTold(track, told(startMs, [family]));
    expect(lines(track, [family])).toEqual([
      { what: "perSecond", leftOut: 0, lines: { 'path="/0"': [2], 'path="/1"': [2] } },
      { what: "quantiles", leftOut: 0, lines: { p50: [1], p90: [1.8], p99: [1.98] } },
    ]);
  });

  it("has no quantile above the last bucket, and none of nothing", () => {
    const track = emptyAppTrack();
    addTold(track, told(startMs, [histogram(startMs, [[8, 9, 10]])]));
    addTold(track, told(startMs + tenSeconds, [histogram(startMs, [[0, 0, 0]])]));
    const [, places] = lines(track, [histogram(startMs, [[0, 0, 0]])]);
    expect(places?.lines).toMatchObject({ p90: [2, null], p99: [null, null] });
  });

  it("has eight lines in a chart, those with the most to show, and tells how many it leaves out", () => {
    const track = emptyAppTrack();
    const family = counter(startMs, Object.fromEntries(Array.from({ length: 11 }, (_, code) => [`${code}`, code])));
    addTold(track, told(startMs, [family]));
    const [chart] = lines(track, [family]);
    expect(chart?.leftOut).toBe(3);
    expect(Object.keys(chart?.lines ?? {})).toEqual(Array.from({ length: 8 }, (_, at) => `code="${at + 3}"`));
  });

  it("tells lines apart whose labels are cut short", () => {
    const track = emptyAppTrack();
    const long = "x".repeat(500);
    const family = counter(startMs, { [`${long}1`]: 1, [`${long}2`]: 1 });
    addTold(track, told(startMs, [family]));
    expect(Object.keys(lines(track, [family])[0]?.lines ?? {})).toHaveLength(2);
  });
});

describe("tracks of several targets", () => {
  it("stay until others need their room, the one asked for last in any case", () => {
    const kept = openKeptTracks(3);
    addTold(kept.of("a"), told(startMs, [counter(startMs, { 200: 1, 500: 1 })]));
    addTold(kept.of("b"), told(startMs, [counter(startMs, { 200: 1, 500: 1 })]));
    kept.tidy();
    expect(kept.of("a").times).toEqual([]);
    expect(kept.of("b").times).toEqual([startMs]);
  });
});

it.each([
  [1000, 2000],
  [10_000, 5000],
  [60_000, 10_000],
])("collected every %d ms, the agent is asked again after %d", (everyMs, pause) => {
  expect(pauseMs(everyMs)).toBe(pause);
});
