import { describe, expect, it } from "vitest";
import { everyKind, targetEntry } from "../../../test/app-world.ts";
import { taskResource } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import { chooseApps } from "./choice.ts";

const all = { metrics: ["*"], maxSeries: 1000 };
const names = (entries: readonly Entry[]) => entries.map(({ families }) => families?.map(({ name }) => name));

describe("the apps' metrics that an output gives", () => {
  it("are those that fit one of the patterns, a counter with and without its ending", () => {
    const entries = [targetEntry(1, everyKind(1))];
    expect(names(chooseApps({ ...all, metrics: ["queue_*", "http_requests_total"] }, entries).entries)).toEqual([
      ["http_requests", "queue_length"],
    ]);
    expect(names(chooseApps({ ...all, metrics: [] }, entries).entries)).toEqual([undefined]);
  });

  it("leave everything else as it was", () => {
    const task = { arn: "a", id: "a", cluster: "", family: "f", revision: "1" };
    const entry: Entry = { resource: taskResource(task), points: [] };
    const { entries, leftOut } = chooseApps({ metrics: [], maxSeries: 1 }, [entry, targetEntry(1, everyKind(1))]);
    expect(entries[0]).toBe(entry);
    expect(leftOut).toBe(0);
  });

  it("are cut at the number of series, histograms in whole, and what is cut is counted", () => {
    // 2 counters, a gauge, a histogram of 2 buckets (5), a summary of 2 quantiles (4), 1, 2, 1.
    const first = chooseApps({ ...all, maxSeries: 7 }, [targetEntry(1, everyKind(1)), targetEntry(2, everyKind(2))]);
    expect(names(first.entries)).toEqual([["http_requests", "queue_length", "gc_seconds"], undefined]);
    expect(first.leftOut).toBe(9 + 16);
    expect(
      chooseApps({ ...all, maxSeries: 32 }, [targetEntry(1, everyKind(1)), targetEntry(2, everyKind(2))]),
    ).toMatchObject({ leftOut: 0 });
  });
});
