import { parseProcessCgroups } from "../../src/formats/cgroup/path.ts";
import { cgroupStats } from "../../src/formats/cgroup/stats.ts";
import { readTaskCgroup } from "../../src/formats/cgroup/task-cgroup.ts";
import { parseProcStat } from "../../src/formats/proc/cpu.ts";
import { parseDiskstats } from "../../src/formats/proc/disk.ts";
import { parseLoadavg } from "../../src/formats/proc/load.ts";
import { parseMeminfo } from "../../src/formats/proc/memory.ts";
import { parseMountinfo } from "../../src/formats/proc/mounts.ts";
import { parseNetDev } from "../../src/formats/proc/network.ts";
import { countTcpStates } from "../../src/formats/proc-net-tcp.ts";
import { checkedFigures, type Subject } from "./subject.ts";

/** All files of one cgroup in one text, each under its name, so that one mutation reaches any of them. */
const version2 = `@cpu.stat
usage_usec 2500000
user_usec 1500000
system_usec 1000000
nr_periods 40
nr_throttled 9
throttled_usec 750000
@cpu.max
50000 100000
@cpu.pressure
some avg10=12.50 avg60=3.00 avg300=1.00 total=4000000
full avg10=1.00 avg60=0.00 avg300=0.00 total=500000
@memory.current
104857600
@memory.max
max
@memory.peak
209715200
@memory.events
low 0
max 7
oom 3
oom_kill 2
@memory.stat
anon 41943040
file 52428800
inactive_file 20971520
pgmajfault 100
@io.stat
259:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0
253:0
@io.pressure
some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000
@pids.current
12
@pids.max
max
`;

const version1 = `@cpu.stat
nr_periods 40
nr_throttled 9
throttled_time 750000000
@cpu.cfs_quota_us
-1
@cpu.cfs_period_us
100000
@cpuacct.usage
2500000000
@cpuacct.stat
user 150
system 100
@memory.usage_in_bytes
104857600
@memory.limit_in_bytes
9223372036854771712
@memory.failcnt
5
@memory.oom_control
oom_kill_disable 0
oom_kill 2
@memory.stat
total_cache 52428800
total_rss 41943040
total_inactive_file 20971520
@blkio.throttle.io_service_bytes
259:0 Read 5096
259:0 Write 8192
259:0 Total 13288
Total 13288
@blkio.throttle.io_serviced
259:0 Read 4
Total 6
@pids.current
12
@pids.max
100
`;

const filesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split("@").map((part) => {
      const feed = part.indexOf("\n");
      return feed === -1 ? [part, ""] : [part.slice(0, feed), part.slice(feed + 1)];
    }),
  );

const facts = { readMs: 1_772_000_000_000, onlineCpus: 4, networks: [] };

const cgroup = (version: "v1" | "v2", corpus: string): Subject => ({
  name: `cgroup ${version}`,
  form: "text",
  corpus: [corpus],
  words: ["@memory.stat\n", "max", "oom_kill 1\n", "259:0 Read 1\n", "rbytes=", " total=", "usage_usec "],
  read: (input) => {
    const files = filesOf(input);
    const read = (_: unknown, file: string): string | undefined => files.get(file);
    return checkedFigures([cgroupStats(version, read, facts), readTaskCgroup(version, read)]);
  },
  growth: 20,
});

const file = (
  name: string,
  corpus: string,
  parse: (text: string) => unknown,
  words: readonly string[] = [],
): Subject => ({
  name,
  form: "text",
  corpus: [corpus],
  words: [" ", "  0", "\n", ...words],
  read: (input) => checkedFigures(parse(input)),
  growth: 40,
});

const sockets = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0100007F:1F90 0100007F:D5A2 01 00000000:00000000 00:00000000 00000000     0        0 2 1
`;

const interfaces = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    9000      90    0    0    0     0          0         0     9000      90    0    0    0     0       0          0
  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0
`;

const disks = ` 259       0 nvme0n1 100 1 800 5 200 2 1600 6 0 1500 11 0 0 0 0
   8       1 sda1 90 1 700 5 200 2 1600 6 0 15 11
`;

const mounts = `22 27 0:21 / /proc rw,relatime - proc proc rw
30 1 259:1 / / rw,noatime shared:1 master:2 - xfs /dev/nvme0n1p1 rw
31 30 259:2 /data /mnt/a\\040b rw - ext4 /dev/nvme1n1 rw
`;

/** The kernel's own files, and whatever else stands where they should be. */
export const kernelSubjects: readonly Subject[] = [
  cgroup("v1", version1),
  cgroup("v2", version2),
  file("/proc/PID/cgroup", "12:cpu,cpuacct:/ecs/a/b\n1:name=systemd:/\n0::/system.slice/docker-1f.scope\n", (text) => [
    ...parseProcessCgroups(text),
  ]),
  file("/proc/stat", "cpu  100 20 300 4000 50 6 7 8 9 10\ncpu0 1 1 1 1\nbtime 1772000000\n", parseProcStat),
  file("/proc/meminfo", "MemTotal:       16384 kB\nMemAvailable:    8192 kB\nCached: 20 kB\n", parseMeminfo),
  file("/proc/diskstats", disks, parseDiskstats),
  file("/proc/loadavg", "0.20 0.18 0.12 1/80 11206\n", parseLoadavg),
  file("/proc/PID/mountinfo", mounts, parseMountinfo, [" - ", "\\040"]),
  file("/proc/net/dev", interfaces, parseNetDev, [":", " 18446744073709551615"]),
  file("/proc/net/tcp", sockets, (text) => [...countTcpStates(text)], ["   2: 0100007F:1F90 00000000:0000 FF 0\n"]),
];
