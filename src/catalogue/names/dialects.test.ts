import { describe, expect, it } from "vitest";
import { containerResource, imageResource, selfResource, taskResource } from "../../model/resource.ts";
import type { MetricDefinition } from "../define.ts";
import { dialects, exposers } from "./dialects.ts";
import { ruleName } from "./taskvitals.ts";
import { unitOf } from "./units.ts";

const definition = (more: Partial<MetricDefinition>): MetricDefinition => ({
  scope: "container",
  kind: "gauge",
  unit: "",
  description: "",
  since: "0.1.0",
  ...more,
});

describe("the naming rule", () => {
  it.each<readonly [string, Partial<MetricDefinition>, string]>([
    ["task.memory.limit", { scope: "task", unit: "By" }, "ecs_task_memory_limit_bytes"],
    ["container.cpu.usage", { unit: "{vcpu}" }, "ecs_container_cpu_usage_vcpus"],
    ["container.cpu.online", { unit: "{cpu}" }, "ecs_container_cpu_online_cpus"],
    ["container.cpu.utilization", { unit: "1" }, "ecs_container_cpu_utilization_ratio"],
    ["container.restarts", { kind: "counter", unit: "{restart}" }, "ecs_container_restarts_total"],
    ["container.network.receive", { kind: "counter", unit: "By" }, "ecs_container_network_receive_bytes_total"],
    ["container.cpu.seconds", { kind: "counter", unit: "s" }, "ecs_container_cpu_seconds_total"],
    ["container.status", { kind: "state" }, "ecs_container_status"],
    ["container.info", { kind: "info" }, "ecs_container_info"],
    ["container.ports", { kind: "info" }, "ecs_container_ports_info"],
    ["docker.containers.running", { scope: "image", unit: "{container}" }, "docker_containers_running"],
    ["taskvitals.input.duration", { scope: "self", unit: "s" }, "taskvitals_input_duration_seconds"],
  ])("makes of %s", (id, more, name) => {
    expect(ruleName(id, definition(more))).toBe(name);
  });

  it.each([
    ["a_bytes_total", "bytes"],
    ["a_seconds", "seconds"],
    ["a_ratio", "ratio"],
    ["a_byte", undefined],
    ["bytes", undefined],
    ["a_total", undefined],
  ])("tells the unit of %s", (name, unit) => {
    expect(unitOf(name)).toBe(unit);
  });
});

describe("ee", () => {
  it("has the names of the exporter it replaces, and no others", () => {
    expect(dialects.ee.families.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "gauge ee_task_cpu_limit",
      "gauge ee_task_memory_limit_byte",
      "counter ee_container_cpu_usage_seconds_total",
      "gauge ee_container_memory_usage_byte",
      "gauge ee_container_memory_usage_without_cache_byte",
      "counter ee_container_network_io_rx_bytes",
      "counter ee_container_network_io_tx_bytes",
      "counter ee_container_block_io_read_bytes",
      "counter ee_container_block_io_write_bytes",
      "counter ee_container_block_io_read_ops",
      "counter ee_container_block_io_write_ops",
      "gauge ee_task_pull_started_at_time",
      "gauge ee_task_pull_stopped_at_time",
      "gauge ee_container_last_started_at_time",
      "gauge ee_ecs_metrics_exporter_success",
      "gauge ecs_metrics_exporter_success",
    ]);
  });
});

describe("ecs-exporter", () => {
  it("has the names of version 0.4.0, and no others", () => {
    const directions = ["receive", "transmit"].flatMap((direction) =>
      ["bytes", "packets", "packets_dropped", "errors"].map((what) => `ecs_network_${direction}_${what}_total`),
    );
    expect(dialects["ecs-exporter"].families.map(({ name }) => name)).toEqual([
      "ecs_task_metadata_info",
      "ecs_task_cpu_limit_vcpus",
      "ecs_task_memory_limit_bytes",
      "ecs_task_ephemeral_storage_used_bytes",
      "ecs_task_ephemeral_storage_allocated_bytes",
      "ecs_task_image_pull_start_timestamp_seconds",
      "ecs_task_image_pull_stop_timestamp_seconds",
      "ecs_container_restarts_total",
      "ecs_container_cpu_usage_seconds_total",
      "ecs_container_memory_usage_bytes",
      "ecs_container_memory_limit_bytes",
      "ecs_container_memory_page_cache_size_bytes",
      ...directions,
    ]);
  });
});

describe("labels", () => {
  const task = { arn: "a", id: "i", cluster: "c", family: "f", revision: "1" };
  const container = { id: "d", name: "n" };

  it.each([
    ["taskvitals", taskResource(task), ["cluster", "service", "task_family", "task_revision", "task_id"]],
    ["taskvitals", containerResource(container), ["container_name"]],
    ["taskvitals", imageResource("nginx"), ["image"]],
    ["taskvitals", selfResource, []],
    ["ee", taskResource(task), ["container_name", "container_id", "task_family", "task_revision"]],
    ["ee", containerResource(container, task), ["container_name", "container_id", "task_family", "task_revision"]],
    ["ee", selfResource, []],
    ["ecs-exporter", taskResource(task), []],
    ["ecs-exporter", containerResource(container, task), ["container_name"]],
  ] as const)("of %s for %o", (dialect, resource, names) => {
    expect(dialects[dialect].labelsOf(resource, "sidecar").map(([name]) => name)).toEqual(names);
  });

  it.each(["ee", "ecs-exporter"] as const)("of %s name the task in a daemon, where there is one", (dialect) => {
    const names = (resource: Parameters<(typeof dialects)["ee"]["labelsOf"]>[0]) =>
      dialects[dialect].labelsOf(resource, "daemon").map(([name]) => name);
    expect(names(taskResource(task))).toContain("task_id");
    expect(names(containerResource(container, task))).toContain("task_id");
    expect(names(containerResource(container))).not.toContain("task_id");
  });
});

describe("a name that several dialects have", () => {
  const shared = "ecs_container_cpu_usage_seconds_total";

  it.each([[["taskvitals", "ecs-exporter"]], [["ecs-exporter", "taskvitals"]]] as const)(
    "is exposed by the richest (%s)",
    (names) => {
      expect(exposers(names.map((name) => dialects[name])).get(shared)?.name).toBe("taskvitals");
    },
  );

  it("is exposed by the first of equals", () => {
    const twin = { ...dialects["ecs-exporter"], name: "ee" } as const;
    expect(exposers([twin, dialects["ecs-exporter"]]).get(shared)).toBe(twin);
    expect(exposers([dialects["ecs-exporter"], twin]).get(shared)).toBe(dialects["ecs-exporter"]);
  });

  it("keeps the labels of the poorer dialect among those of the richer", () => {
    const container = containerResource(
      { id: "d", name: "n" },
      { arn: "a", id: "i", cluster: "c", family: "f", revision: "1" },
    );
    const pairs = (name: "taskvitals" | "ecs-exporter") => dialects[name].labelsOf(container, "daemon");
    expect(pairs("taskvitals")).toEqual(expect.arrayContaining([...pairs("ecs-exporter")]));
  });
});
