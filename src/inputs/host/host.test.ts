import { describe, expect, test } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { noKeepsake } from "../../../test/no-keepsake.ts";
import { noPlugins } from "../../../test/no-plugins.ts";
import type { MetricId } from "../../catalogue/catalogue.ts";
import type { Point } from "../../model/point.ts";
import { openContainerBoard } from "../../pipeline/container-board.ts";
import { openRecorder } from "../../pipeline/recorder.ts";
import { gunzip } from "../../platform/gzip.ts";
import type { FileText, KernelFiles } from "../../ports/files.ts";
import type { Collected } from "../../ports/input.ts";
import type { Problem } from "../../problems/problem.ts";
import { host } from "./index.ts";
import { hostMounts } from "./space.ts";

type Tree = Record<string, string | null>;

/** Text by path (null: it may not be read), and bytes of file systems: size, use. */
const filesOf = (tree: Tree, spaces: Record<string, readonly [number, number]> = {}): KernelFiles => {
  const missing = { ok: false, reason: "not-found", detail: "ENOENT" } as const;
  const readNow = (path: string): FileText => {
    const text = tree[path];
    if (text === null) return { ok: false, reason: "forbidden", detail: "EACCES" };
    return text === undefined ? missing : { ok: true, text };
  };
  return {
    readNow,
    readText: async (path) => readNow(path),
    list: async () => [],
    isSocket: async () => false,
    fileSystem: async (path) => {
      const space = spaces[path];
      return space === undefined ? missing : { sizeBytes: space[0], usedBytes: space[1] };
    },
  };
};

const nothing = { ok: false, reason: "refused", detail: "" } as const;

const collect = async (files: KernelFiles, hostRoot?: string) => {
  const clock = openFakeClock();
  const input = host.create(hostRoot === undefined ? {} : { hostRoot }, {
    place: { form: "daemon", reasons: [] },
    clock,
    http: { request: async () => nothing, lines: async () => nothing, close: async () => {} },
    files,
    gunzip,
    containers: openContainerBoard(),
    keepsake: noKeepsake,
    plugins: noPlugins,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  const recording = openRecorder(clock.now());
  const reports: Problem[] = [];
  const outcome: Collected = await input.collect({
    recorder: recording.recorder,
    signal: new AbortController().signal,
    nowMs: clock.now(),
    report: (found) => reports.push(found),
  });
  const { drafts, refused } = recording.close();
  const points: readonly Point<MetricId>[] = drafts.get("host")?.points ?? [];
  const value = (metric: MetricId, attributes: Record<string, string> = {}): number | undefined =>
    points.find((point) => point.metric === metric && JSON.stringify(point.attributes) === JSON.stringify(attributes))
      ?.value;
  return { outcome, reports, refused, points, value };
};

const machine = (root: string): Tree => ({
  [`${root}/proc/stat`]:
    "cpu  100 20 300 4000 50 6 7 8 0 0\ncpu0 50 10 150 2000 25 3 3 4 0 0\ncpu1 1 1 1 1 1 1 1 1 0 0\nbtime 1772000000\n",
  [`${root}/proc/meminfo`]:
    "MemTotal: 16384 kB\nMemFree: 1024 kB\nMemAvailable: 8192 kB\nBuffers: 10 kB\nCached: 2048 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
  [`${root}/proc/loadavg`]: "0.50 0.40 0.30 1/200 4000\n",
  [`${root}/proc/diskstats`]:
    " 259 0 nvme0n1 100 1 800 5 200 2 1600 6 0 1500 11\n 259 1 nvme0n1p1 1 0 8 0 0 0 0 0 0 0 0\n",
  [`${root}/proc/2/comm`]: "kthreadd\n",
  [`${root}/proc/1/net/dev`]:
    "  eth0: 1000 10 0 1 0 0 0 0 2000 20 0 2 0 0 0 0\nveth1a2b: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\ndocker0: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0\n",
});

describe("a machine", () => {
  test("by the host's files below /host", async () => {
    const mountinfo = "40 1 259:1 / /host ro,relatime - xfs /dev/nvme0n1p1 rw\n41 1 0:50 / / rw - overlay overlay rw\n";
    const files = filesOf({ ...machine("/host"), "/proc/self/mountinfo": mountinfo }, { "/host": [1000, 400] });
    const { outcome, reports, refused, points, value } = await collect(files);
    expect([outcome, reports, refused]).toEqual([{ ok: true }, [], []]);
    expect(value("host.cpu.time")).toBeCloseTo(4.33, 9);
    expect(value("host.cpu.mode_time", { mode: "idle" })).toBe(40);
    expect(value("host.cpu.online")).toBe(2);
    expect(value("host.memory.total")).toBe(16384 * 1024);
    expect(value("host.memory.used")).toBe(8192 * 1024);
    expect(value("host.memory.swap_total")).toBe(0);
    expect(value("host.load", { over: "5m" })).toBe(0.4);
    expect(value("host.disk.written", { device: "nvme0n1" })).toBe(1600 * 512);
    expect(value("host.disk.busy_time", { device: "nvme0n1" })).toBe(1.5);
    expect(value("host.network.transmit", { interface: "eth0" })).toBe(2000);
    expect(value("host.filesystem.used", { mount: "/" })).toBe(400);
    const interfaces = points.filter(({ metric }) => metric === "host.network.receive");
    expect(interfaces.map(({ attributes }) => attributes.interface)).toEqual(["eth0"]);
    expect(points.find(({ metric }) => metric === "host.cpu.time")?.sinceMs).toBe(1_772_000_000_000);
  });

  test("from a container with no mounts: what any /proc tells, and no network and space of its own for the machine's", async () => {
    const own: Tree = { ...machine(""), "/proc/2/comm": null };
    own["/proc/self/mountinfo"] =
      "41 1 0:50 / / rw - overlay overlay rw\n42 41 259:1 /x/hosts /etc/hosts rw - xfs /dev/nvme0n1p1 rw\n";
    const { outcome, value, points } = await collect(filesOf(own, { "/etc/hosts": [1000, 400] }));
    expect(outcome).toEqual({ ok: true });
    expect(value("host.memory.total")).toBe(16384 * 1024);
    expect(points.filter(({ metric }) => /network|filesystem/.test(metric))).toEqual([]);
  });

  test("a file that may not be read is told of, and the others count", async () => {
    const { outcome, reports, value } = await collect(filesOf({ ...machine("/host"), "/host/proc/meminfo": null }));
    expect(outcome).toEqual({ ok: true });
    expect(reports).toMatchObject([{ code: "host-files", subject: "/host/proc/meminfo" }]);
    expect(value("host.memory.total")).toBeUndefined();
    expect(value("host.cpu.online")).toBe(2);
  });

  test("bad bytes give no figures", async () => {
    const tree: Tree = { ...machine("/host") };
    for (const path of Object.keys(tree))
      if (!path.endsWith("comm")) tree[path] = "cpu x\n\0 18446744073709551616 -1\n";
    const { outcome, points, refused } = await collect(filesOf(tree));
    expect([outcome, points, refused]).toEqual([{ ok: true }, [], []]);
  });

  test("without any /proc the collection fails", async () => {
    const { outcome } = await collect(filesOf({}), "/rootfs/");
    expect(outcome).toMatchObject({ ok: false, problem: { code: "host-files", subject: "/rootfs/proc/stat" } });
  });
});

describe("file systems", () => {
  const mount = (path: string, device: string, type = "ext4") => ({ path, device, type });

  test("each once, by their paths on the host", () => {
    const mounts = [
      mount("/host", "8:1"),
      mount("/host/data", "8:2", "xfs"),
      mount("/host/data/again", "8:2", "xfs"),
      mount("/host/run", "0:5", "tmpfs"),
      mount("/hosts", "8:3"),
      mount("/", "0:9", "overlay"),
    ];
    expect(hostMounts(mounts, "/host").map(({ hostPath, path }) => [hostPath, path])).toEqual([
      ["/", "/host"],
      ["/data", "/host/data"],
    ]);
  });

  test("outside of a container they are where they are", () => {
    expect(hostMounts([mount("/", "8:1"), mount("/var", "8:2")], "").map(({ hostPath }) => hostPath)).toEqual([
      "/",
      "/var",
    ]);
  });
});

test("is on for a daemon alone", () => {
  expect(host.detect({ form: "daemon", reasons: [] })).toMatchObject({ on: true });
  expect(host.detect({ form: "standalone", reasons: [] })).toMatchObject({ on: false });
});
