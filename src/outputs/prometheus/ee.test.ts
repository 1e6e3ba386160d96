import { describe, expect, it } from "vitest";
import type { Point } from "../../model/point.ts";
import { containerResource, taskResource } from "../../model/resource.ts";
import type { InputHealth } from "../../model/snapshot.ts";
import { containerEntry, ee, point, renderAs, series, snapshotOf, task, taskEntry } from "./render-case.ts";

describe("ee", () => {
  it("cuts Docker's ids and no others", () => {
    const ids = ["0123456789ab".padEnd(64, "c"), "0123456789abcdef0123456789abcdef-1234567890"];
    const { body } = renderAs(ee, snapshotOf(ids.map((id) => containerEntry({ id }, point("container.cpu.time", 1)))));
    expect(Object.keys(series(body, "ee_container_cpu_usage_seconds_total"))).toEqual([
      "container_name=web container_id=0123456789ab task_family=f task_revision=2",
      "container_name=web container_id=0123456789abcdef0123456789abcdef-1234567890 task_family=f task_revision=2",
    ]);
  });

  it("names the task where several are seen, whatever the form", () => {
    const other = { resource: taskResource({ ...task, arn: "arn/9", id: "9" }), points: [point("task.cpu.limit", 2)] };
    const { body } = renderAs(ee, snapshotOf([taskEntry(point("task.cpu.limit", 0.5)), other]));
    expect(body).toMatch(/ee_task_cpu_limit\{.*task_id="1"\} 0.5/);
    expect(body).toMatch(/ee_task_cpu_limit\{.*task_id="9"\} 2/);
  });

  it.each(["daemon", "managed-daemon"] as const)("names the task in a %s", (form) => {
    const { body } = renderAs(ee, snapshotOf([taskEntry(point("task.cpu.limit", 0.5))], { form }));
    expect(series(body, "ee_task_cpu_limit")).toEqual({
      "container_name=_task_ container_id=_task_ task_family=f task_revision=2 task_id=1": 0.5,
    });
  });

  const eth = (metric: string, one: number, other: number): readonly Point[] => [
    point(metric, one, { interface: "eth0" }),
    point(metric, other, { interface: "eth1" }),
  ];

  it("shows the task's network once, and to each container that has a sample, in awsvpc mode", () => {
    const { body } = renderAs(
      ee,
      snapshotOf([
        containerEntry({ id: "a", name: "runs" }, point("container.cpu.time", 1)),
        containerEntry({ id: "b", name: "stopped" }, point("container.exit_code", 0)),
        taskEntry(...eth("task.network.receive", 3, 4)),
      ]),
    );
    expect(series(body, "ee_container_network_io_rx_bytes")).toEqual({
      "container_name=_task_ container_id=_task_ task_family=f task_revision=2": 7,
      "container_name=runs container_id=a task_family=f task_revision=2": 7,
    });
  });

  it("shows each container its own network in bridge mode", () => {
    const bridge = { ...task, networkMode: "bridge" };
    const { body } = renderAs(
      ee,
      snapshotOf([
        { resource: taskResource(bridge), points: eth("task.network.transmit", 30, 40) },
        {
          resource: containerResource({ id: "a", name: "web" }, bridge),
          points: [point("container.cpu.time", 1), ...eth("container.network.transmit", 3, 4)],
        },
        { resource: containerResource({ id: "b", name: "quiet" }, bridge), points: [point("container.cpu.time", 1)] },
      ]),
    );
    expect(series(body, "ee_container_network_io_tx_bytes")).toEqual({
      "container_name=_task_ container_id=_task_ task_family=f task_revision=2": 70,
      "container_name=web container_id=a task_family=f task_revision=2": 7,
    });
  });

  it.each([
    [[point("container.memory.usage", 10), point("container.memory.cache", 4)], 6],
    [[point("container.memory.cache", 4), point("container.memory.usage", 10)], 6],
    [[point("container.memory.usage", 4), point("container.memory.cache", 10)], 0],
    [[point("container.memory.usage", 4)], undefined],
    [[point("container.memory.cache", 4)], undefined],
  ])("takes the cache off the memory in use (case %#)", (points, expected) => {
    const { body } = renderAs(ee, snapshotOf([containerEntry({}, ...points)]));
    expect(Object.values(series(body, "ee_container_memory_usage_without_cache_byte"))[0]).toBe(expected);
  });

  it("keeps what it takes from one container apart from the next", () => {
    const { body } = renderAs(
      ee,
      snapshotOf([
        containerEntry({ id: "a", name: "a" }, point("container.memory.usage", 10)),
        containerEntry({ id: "b", name: "b" }, point("container.memory.cache", 4)),
      ]),
    );
    expect(series(body, "ee_container_memory_usage_without_cache_byte")).toEqual({});
  });

  const input = (up: boolean | undefined): InputHealth => ({ name: "x", up });

  it.each([
    [[], undefined],
    [[input(true)], 1],
    [[input(true), input(true)], 1],
    [[input(true), input(false)], 0],
    [[input(undefined), input(false)], 0],
    [[input(true), input(undefined)], undefined],
  ])("says whether all inputs succeeded (case %#)", (inputs, expected) => {
    const { body } = renderAs(ee, snapshotOf([], { inputs }));
    for (const name of ["ee_ecs_metrics_exporter_success", "ecs_metrics_exporter_success"]) {
      expect(series(body, name)[""]).toBe(expected);
    }
  });
});
