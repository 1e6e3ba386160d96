import { describe, expect, it } from "vitest";
import { containerEntry, rated, snapshotOf, task, taskEntry } from "../../../test/cli/sample.ts";
import { ioRatesOf } from "./io-rates.ts";

const web = task("web");
const taskKey = `task/${web.arn}`;

describe("ioRatesOf", () => {
  it("adds up interfaces", () => {
    const entry = taskEntry(web, {
      "task.network.receive": [
        [{ interface: "eth0" }, rated(3000, 1000)],
        [{ interface: "eth1" }, rated(1500, 500)],
      ],
      "task.disk.read": rated(10, 5),
    });
    const { byResource, complete } = ioRatesOf(snapshotOf([entry]));
    expect(byResource.get(taskKey)).toEqual({ receive: 1500, read: 5 });
    expect(complete).toBe(true);
  });

  it("leaves a direction out while one of its interfaces is unknown: half a sum would be false", () => {
    const entry = taskEntry(web, {
      "task.network.receive": [
        [{ interface: "eth0" }, rated(3000, 1000)],
        [{ interface: "eth1" }, 1500],
      ],
    });
    const { byResource, complete } = ioRatesOf(snapshotOf([entry]));
    expect(byResource.get(taskKey)).toEqual({});
    expect(complete).toBe(false);
  });

  it("waits for a container's second sample", () => {
    const entry = containerEntry({ name: "db", values: { "container.disk.written": 4000 } });
    const { byResource, complete } = ioRatesOf(snapshotOf([entry]));
    expect(byResource.get("container/db-id")).toEqual({});
    expect(complete).toBe(false);
  });

  it("does not wait for a task's sum when its containers tell all they ever will", () => {
    const entries = [
      taskEntry(web, { "task.disk.written": 4000 }),
      containerEntry({ name: "db", task: web, values: { "container.disk.written": rated(4000, 7) } }),
      containerEntry({ name: "idle", task: web }),
    ];
    const { byResource, complete } = ioRatesOf(snapshotOf(entries));
    expect(byResource.get("container/db-id")).toEqual({ written: 7 });
    expect(byResource.get(taskKey)).toEqual({});
    expect(complete).toBe(true);
  });

  it("is complete where there are no counters at all", () => {
    expect(ioRatesOf(snapshotOf([containerEntry({ name: "a" })])).complete).toBe(true);
  });
});
