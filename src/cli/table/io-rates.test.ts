import { describe, expect, it } from "vitest";
import { containerEntry, sampleMs, snapshotOf, task, taskEntry, type Values } from "../../../test/cli/sample.ts";
import { openIoRates } from "./io-rates.ts";

const web = task("web");
const counters = (eth0: number, eth1: number, read: number): Values => ({
  "task.network.receive": [
    [{ interface: "eth0" }, eth0],
    [{ interface: "eth1" }, eth1],
  ],
  "task.disk.read": read,
});

describe("openIoRates", () => {
  it("tells nothing of a first sample, and sums of interfaces of the next", () => {
    const rates = openIoRates();
    const key = `task/${web.arn}`;
    const first = rates(snapshotOf([taskEntry(web, counters(1000, 500, 0))]), 0);
    expect(first.byResource.get(key)).toEqual({});
    expect(first.complete).toBe(false);

    const later = sampleMs + 2000;
    const second = rates(snapshotOf([taskEntry(web, counters(3000, 1500, 10), later)], later), 2000);
    expect(second.byResource.get(key)).toEqual({ receive: 1500, read: 5 });
    expect(second.complete).toBe(true);
  });

  it("leaves a direction out while one of its interfaces is unknown: half a sum would be false", () => {
    const rates = openIoRates();
    const one: Values = { "task.network.receive": [[{ interface: "eth0" }, 1000]] };
    rates(snapshotOf([taskEntry(web, one)]), 0);
    const later = sampleMs + 1000;
    const { byResource, complete } = rates(snapshotOf([taskEntry(web, counters(2000, 500, 0), later)], later), 1000);
    expect(byResource.get(`task/${web.arn}`)).toEqual({});
    expect(complete).toBe(false);
  });

  it("keeps the rate of a sample that did not move", () => {
    const rates = openIoRates();
    const at = (written: number, ms: number) =>
      containerEntry({ name: "db", values: { "container.disk.written": written }, atMs: sampleMs + ms });
    rates(snapshotOf([at(0, 0)]), 0);
    rates(snapshotOf([at(4000, 1000)], sampleMs + 1000), 1000);
    const { byResource } = rates(snapshotOf([at(4000, 1000)], sampleMs + 2000), 2000);
    expect(byResource.get("container/db-id")).toEqual({ written: 4000 });
  });

  it("adds up the rates of a task's containers, which have sample times of their own", () => {
    const rates = openIoRates();
    const at = (ms: number, web1: number, db: number, sum: number) => [
      taskEntry(web, { "task.disk.written": sum, "task.network.receive": sum }, sampleMs + ms),
      containerEntry({ name: "web", task: web, values: { "container.disk.written": web1 }, atMs: sampleMs + ms }),
      containerEntry({ name: "db", task: web, values: { "container.disk.written": db }, atMs: sampleMs + 2 * ms }),
    ];
    rates(snapshotOf(at(0, 0, 0, 0)), 0);
    const { byResource } = rates(snapshotOf(at(1000, 100, 600, 700), sampleMs + 2000), 2000);
    expect(byResource.get(`task/${web.arn}`)).toEqual({ written: 100 + 300, receive: 700 });
  });

  it("tells no rate of a task while one of its containers waits for a second sample", () => {
    const rates = openIoRates();
    const entry = (name: string, written: number, ms: number) =>
      containerEntry({ name, task: web, values: { "container.disk.written": written }, atMs: sampleMs + ms });
    rates(snapshotOf([taskEntry(web, { "task.disk.written": 5 }), entry("old", 5, 0)]), 0);
    const second = [taskEntry(web, { "task.disk.written": 60 }, sampleMs + 1000), entry("old", 10, 1000)];
    const { byResource } = rates(snapshotOf([...second, entry("new", 50, 1000)], sampleMs + 1000), 1000);
    expect(byResource.get(`task/${web.arn}`)).toEqual({});
    expect(byResource.get("container/old-id")).toEqual({ written: 5 });
  });

  it("is complete where there are no counters at all", () => {
    expect(openIoRates()(snapshotOf([containerEntry({ name: "a" })]), 0).complete).toBe(true);
  });
});
