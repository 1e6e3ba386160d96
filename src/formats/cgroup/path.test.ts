import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLayout } from "./layout.ts";
import { containerCgroup, expectedCgroup, parentCgroup, parseProcessCgroups } from "./path.ts";

const id = "0123456789abcdef".repeat(4);
const task = "fedcba9876543210".repeat(2);

test("a process' cgroups, of both versions at once", () => {
  const text = `12:cpu,cpuacct:/ecs/${task}/${id}\n4:memory:/ecs/a:b\n1:name=systemd:/x\n0::/ecstasks.slice\nnonsense\n5:pids:relative\n`;
  expect(Object.fromEntries(parseProcessCgroups(text))).toEqual({
    cpu: `/ecs/${task}/${id}`,
    cpuacct: `/ecs/${task}/${id}`,
    memory: "/ecs/a:b",
    "name=systemd": "/x",
    "": "/ecstasks.slice",
  });
});

test.each([
  [`/ecs/${task}/${id}`, `/ecs/${task}/${id}`],
  [`/ecs/${task}/${id}/init.scope`, `/ecs/${task}/${id}`],
  [
    `/ecstasks.slice/ecstasks-${task}.slice/docker-${id}.scope`,
    `/ecstasks.slice/ecstasks-${task}.slice/docker-${id}.scope`,
  ],
  [`/system.slice/docker-${id}.scope/user.slice/x`, `/system.slice/docker-${id}.scope`],
  [`/../${id}`, undefined],
  ["/system.slice/sshd.service", undefined],
  [undefined, undefined],
])("%s is the cgroup %s", (path, cgroup) => {
  expect(containerCgroup(path, id)).toBe(cgroup);
});

test.each([
  ["cgroupfs", undefined, `/docker/${id}`],
  ["cgroupfs", `/ecs/${task}`, `/ecs/${task}/${id}`],
  ["cgroupfs", `ecs/${task}/`, `/ecs/${task}/${id}`],
  ["systemd", undefined, `/system.slice/docker-${id}.scope`],
  ["systemd", `ecstasks-${task}.slice`, `/ecstasks.slice/ecstasks-${task}.slice/docker-${id}.scope`],
  ["systemd", "a-b-c.slice", `/a.slice/a-b.slice/a-b-c.slice/docker-${id}.scope`],
  ["systemd", "/ecs/task", undefined],
  ["cgroupfs", "../../etc", undefined],
  ["none", undefined, undefined],
  [undefined, undefined, undefined],
])("with the driver %s, a container below %s is in %s", (driver, parent, path) => {
  expect(expectedCgroup(driver, parent, id)).toBe(path);
});

test("the task's cgroup is the one above", () => {
  expect(parentCgroup(`/ecs/${task}/${id}`)).toBe(`/ecs/${task}`);
  expect(parentCgroup(`/ecstasks.slice/ecstasks-${task}.slice/docker-${id}.scope`)).toBe(
    `/ecstasks.slice/ecstasks-${task}.slice`,
  );
});

test("how the controllers are mounted", () => {
  expect(parseLayout(["cgroup.controllers", "cpu.stat", "system.slice"])).toMatchObject({ version: "v2" });
  const together = parseLayout(["cpu,cpuacct", "memory", "blkio", "pids", "systemd", "unified"]);
  expect(together?.version).toBe("v1");
  expect(Object.fromEntries(together?.folders ?? [])).toEqual({
    cpu: "cpu,cpuacct",
    cpuacct: "cpu,cpuacct",
    memory: "memory",
    blkio: "blkio",
    pids: "pids",
  });
  expect(parseLayout(["cpu", "cpuacct", "cpu,cpuacct"])?.folders.get("cpu")).toBe("cpu");
  expect(parseLayout([])).toBeUndefined();
  expect(parseLayout(["systemd", "unified"])).toBeUndefined();
});

test("no path leads out of the root, and nothing throws", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("..", "/", "a-b.slice", "/..", `${id}`));
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join("/"));
  const property = fc.property(fc.constantFrom("systemd", "cgroupfs"), text, text, (driver, parent, anyId) => {
    for (const path of [expectedCgroup(driver, parent, anyId), containerCgroup(parent, anyId)]) {
      expect(path?.split("/") ?? []).not.toContain("..");
    }
    parseProcessCgroups(parent);
    parseLayout(parent.split("/"));
  });
  fc.assert(property);
});
