import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseProcStat } from "./cpu.ts";
import { parseDiskstats } from "./disk.ts";
import { parseLoadavg } from "./load.ts";
import { parseMeminfo } from "./memory.ts";
import { parseMountinfo } from "./mounts.ts";
import { parseNetDev } from "./network.ts";

const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    9000      90    0    0    0     0          0         0     9000      90    0    0    0     0       0          0
  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0
eth0:1:12345678901 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0
broken: 1 2 3
`;

const stat = `cpu  100 20 300 4000 50 6 7 8 9 10
cpu0 50 10 150 2000 25 3 3 4 0 0
cpu1 50 10 150 2000 25 3 4 4 0 0
intr 1 2 3
btime 1772000000
procs_running 2
`;

const meminfo = `MemTotal:       16384 kB
MemFree:         1024 kB
MemAvailable:    8192 kB
Buffers:          100 kB
Cached:          2048 kB
Active(anon):      12 kB
SwapTotal:          0 kB
SwapFree:           0 kB
HugePages_Total:    3
`;

const diskstats = ` 259       0 nvme0n1 100 1 800 5 200 2 1600 6 0 1500 11 0 0 0 0
 259       1 nvme0n1p1 90 1 700 5 200 2 1600 6 0 15 11
   7       0 loop0 5 0 10 0 0 0 0 0 0 0 0
 202       1 xvda1 3 0 8 0 1 0 8 0 0 20 0
 253       0 dm-0 100 0 800 5 200 0 1600 6 0 15 11
   8       0 sda 1 0
`;

const mountinfo = `22 27 0:21 / /proc rw,relatime - proc proc rw
30 1 259:1 / / rw,noatime shared:1 master:2 - xfs /dev/nvme0n1p1 rw
31 30 259:2 /data /mnt/a\\040b rw - ext4 /dev/nvme1n1 rw
nonsense
`;

describe("what the files of a machine tell", () => {
  test("network", () => {
    const [first, alias, ...rest] = parseNetDev(netDev);
    expect(first).toEqual({
      interface: "eth0",
      receivedBytes: 1000,
      receivedPackets: 10,
      receiveErrors: 1,
      receiveDropped: 2,
      transmittedBytes: 2000,
      transmittedPackets: 20,
      transmitErrors: 3,
      transmitDropped: 4,
    });
    expect(alias).toMatchObject({ interface: "eth0:1", receivedBytes: 12345678901, transmittedBytes: 5 });
    expect(rest).toEqual([]);
  });

  test("CPU", () => {
    const { modes, cpus, startedMs } = parseProcStat(stat);
    expect(Object.fromEntries(modes)).toEqual({
      user: 1,
      nice: 0.2,
      system: 3,
      idle: 40,
      iowait: 0.5,
      irq: 0.06,
      softirq: 0.07,
      steal: 0.08,
    });
    expect([cpus, startedMs]).toEqual([2, 1_772_000_000_000]);
    expect(parseProcStat("")).toEqual({ modes: new Map(), cpus: undefined, startedMs: undefined });
  });

  test("memory", () => {
    expect(parseMeminfo(meminfo)).toEqual({
      total: 16384 * 1024,
      free: 1024 * 1024,
      available: 8192 * 1024,
      buffers: 100 * 1024,
      cached: 2048 * 1024,
      swapTotal: 0,
      swapFree: 0,
    });
  });

  test("load", () => {
    expect(parseLoadavg("3.84 2.17 0.98 2/404 13046\n")).toEqual({ one: 3.84, five: 2.17, fifteen: 0.98 });
    expect(parseLoadavg("3.84 2.17")).toBeUndefined();
  });

  test("disks, each once", () => {
    expect(parseDiskstats(diskstats)).toEqual([
      { device: "nvme0n1", reads: 100, writes: 200, readBytes: 409_600, writtenBytes: 819_200, busySeconds: 1.5 },
      { device: "xvda1", reads: 3, writes: 1, readBytes: 4096, writtenBytes: 4096, busySeconds: 0.02 },
    ]);
  });

  test("mounts", () => {
    expect(parseMountinfo(mountinfo)).toEqual([
      { device: "0:21", path: "/proc", type: "proc" },
      { device: "259:1", path: "/", type: "xfs" },
      { device: "259:2", path: "/mnt/a b", type: "ext4" },
    ]);
  });
});

/** Every number anywhere in a value. */
const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value];
  if (value instanceof Map) return [...value.values()].flatMap(numbersIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

test("whatever the files hold, nothing throws, and every figure is a number that can be", () => {
  const whole = fc.constantFrom(netDev, stat, meminfo, diskstats, mountinfo, "1.00 2.00 3.00 1/1 1\n");
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc
      .tuple(whole, fc.nat(400), fc.string({ unit: "binary", maxLength: 5 }))
      .map(([good, at, bad]) => good.slice(0, at) + bad + good.slice(at)),
  );
  const property = fc.property(text, (file) => {
    const found = [parseNetDev, parseProcStat, parseMeminfo, parseDiskstats, parseLoadavg, parseMountinfo].map(
      (parse) => parse(file),
    );
    for (const number of numbersIn(found)) expect(Number.isFinite(number) && number >= 0).toBe(true);
  });
  fc.assert(property, { numRuns: 500 });
});

test("a million interfaces are no reason to keep them all", () => {
  expect(parseNetDev("  e: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n".repeat(50_000)).length).toBe(4096);
});
