import type { FileText, KernelFiles } from "../../../ports/files.ts";

/** Text by path; null: it is there, and may not be read. Change it as time goes by. */
export type HostTree = Record<string, string | null>;

/** The host's files as the agent sees them, from memory. Notes what is read. */
export const treeFiles = (tree: Readonly<HostTree>): KernelFiles & { readonly read: string[] } => {
  const read: string[] = [];
  const readNow = (path: string): FileText => {
    read.push(path);
    const text = tree[path];
    if (text === null) return { ok: false, reason: "forbidden", detail: `EACCES: permission denied, open '${path}'` };
    return text === undefined ? { ok: false, reason: "not-found", detail: "ENOENT" } : { ok: true, text };
  };
  const namesIn = (folder: string): readonly string[] => [
    ...new Set(
      Object.keys(tree)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).replace(/\/.*$/, "")),
    ),
  ];
  return {
    read,
    readNow,
    readText: async (path) => readNow(path),
    list: async (folder) => namesIn(folder),
    isSocket: async () => false,
    fileSystem: async () => ({ ok: false, reason: "not-found", detail: "ENOENT" }),
  };
};

/** A container on the host: where it is, and what its counters stand at. */
export interface HostContainer {
  readonly id: string;
  readonly pid: number;
  /** Path of its cgroup's parent: `/ecs/TASK`, `/ecstasks.slice/ecstasks-TASK.slice`. */
  readonly parent: string;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly receivedBytes?: number;
}

const netDev = (receivedBytes: number): string =>
  `Inter-|   Receive                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 700 7 0 0 0 0 0 0 700 7 0 0 0 0 0 0
  eth0: ${receivedBytes} 10 1 2 0 0 0 0 ${2 * receivedBytes} 20 3 4 0 0 0 0
`;

const place = (root: string, files: Readonly<HostTree>): HostTree =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]));

/** Of version 2, with the driver systemd. */
export const hostV2 = (
  root: string,
  { id, pid, parent, cpuSeconds, memoryBytes, receivedBytes = 0 }: HostContainer,
): HostTree => {
  const path = `${parent}/docker-${id}.scope`;
  const us = cpuSeconds * 1e6;
  return {
    [`${root}/proc/${pid}/cgroup`]: `0::${path}\n`,
    [`${root}/proc/${pid}/net/dev`]: netDev(receivedBytes),
    ...place(`${root}/sys/fs/cgroup${path}`, {
      "cpu.stat": `usage_usec ${us}\nuser_usec ${us / 2}\nsystem_usec ${us / 2}\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n`,
      "cpu.max": "max 100000\n",
      "cpu.pressure": `some avg10=1.00 avg60=0.50 avg300=0.10 total=${us / 10}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n`,
      "memory.current": `${memoryBytes}\n`,
      "memory.peak": `${2 * memoryBytes}\n`,
      "memory.max": "max\n",
      "memory.swap.current": "0\n",
      "memory.events": "low 0\nhigh 0\nmax 3\noom 2\noom_kill 1\noom_group_kill 0\n",
      "memory.stat": `anon ${memoryBytes / 2}\nfile ${memoryBytes / 2}\nfile_mapped 4096\ninactive_file ${memoryBytes / 4}\nactive_file ${memoryBytes / 4}\npgfault 500\npgmajfault 5\n`,
      "memory.pressure":
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=2000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1000\n",
      "io.stat": "259:0 rbytes=1048576 wbytes=2097152 rios=16 wios=32 dbytes=0 dios=0\n",
      "io.pressure":
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=3000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=3000\n",
      "pids.current": "9\n",
      "pids.max": "max\n",
    }),
  };
};

/** The cgroup of a task, of version 2: half a CPU and 512 MiB. */
export const taskV2 = (root: string, path: string): HostTree =>
  place(`${root}/sys/fs/cgroup${path}`, {
    "cpu.stat":
      "usage_usec 9000000\nuser_usec 5000000\nsystem_usec 4000000\nnr_periods 900\nnr_throttled 300\nthrottled_usec 45000000\n",
    "cpu.max": "50000 100000\n",
    "cpu.pressure":
      "some avg10=30.00 avg60=20.00 avg300=10.00 total=60000000\nfull avg10=25.00 avg60=15.00 avg300=5.00 total=50000000\n",
    "memory.max": `${512 * 1024 * 1024}\n`,
    "memory.current": "300000000\n",
    "memory.peak": "400000000\n",
    "memory.events": "low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 0\n",
  });

const hierarchies = ["cpu,cpuacct", "memory", "blkio", "pids"] as const;

/** Of version 1, with the driver cgroupfs. */
export const hostV1 = (
  root: string,
  { id, pid, parent, cpuSeconds, memoryBytes, receivedBytes = 0 }: HostContainer,
): HostTree => {
  const path = `${parent}/${id}`;
  const at = (hierarchy: (typeof hierarchies)[number]): string => `${root}/sys/fs/cgroup/${hierarchy}${path}`;
  return {
    [`${root}/proc/${pid}/cgroup`]: `${hierarchies.map((name, number) => `${number + 2}:${name}:${path}\n`).join("")}1:name=systemd:${path}\n`,
    [`${root}/proc/${pid}/net/dev`]: netDev(receivedBytes),
    ...place(at("cpu,cpuacct"), {
      "cpuacct.usage": `${cpuSeconds * 1e9}\n`,
      "cpuacct.stat": `user ${cpuSeconds * 50}\nsystem ${cpuSeconds * 50}\n`,
      "cpu.stat": "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n",
      "cpu.cfs_quota_us": "-1\n",
      "cpu.cfs_period_us": "100000\n",
    }),
    ...place(at("memory"), {
      "memory.usage_in_bytes": `${memoryBytes}\n`,
      "memory.max_usage_in_bytes": `${2 * memoryBytes}\n`,
      "memory.limit_in_bytes": "9223372036854771712\n",
      "memory.failcnt": "7\n",
      "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
      "memory.stat": `cache ${memoryBytes / 2}\nrss ${memoryBytes / 2}\ntotal_cache ${memoryBytes / 2}\ntotal_rss ${memoryBytes / 2}\ntotal_inactive_file ${memoryBytes / 4}\ntotal_pgfault 500\ntotal_pgmajfault 5\nhierarchical_memory_limit 536870912\n`,
    }),
    ...place(at("blkio"), {
      "blkio.throttle.io_service_bytes":
        "259:0 Read 1048576\n259:0 Write 2097152\n259:0 Sync 0\n259:0 Async 3145728\n259:0 Total 3145728\nTotal 3145728\n",
      "blkio.throttle.io_serviced": "259:0 Read 16\n259:0 Write 32\n259:0 Total 48\nTotal 48\n",
    }),
    ...place(at("pids"), { "pids.current": "9\n", "pids.max": "max\n" }),
  };
};

/** The cgroup of a task, of version 1: half a CPU and 512 MiB. */
export const taskV1 = (root: string, path: string): HostTree => ({
  ...place(`${root}/sys/fs/cgroup/cpu,cpuacct${path}`, {
    "cpu.stat": "nr_periods 900\nnr_throttled 300\nthrottled_time 45000000000\n",
    "cpu.cfs_quota_us": "50000\n",
    "cpu.cfs_period_us": "100000\n",
  }),
  ...place(`${root}/sys/fs/cgroup/memory${path}`, {
    "memory.limit_in_bytes": `${512 * 1024 * 1024}\n`,
    "memory.max_usage_in_bytes": "400000000\n",
  }),
});

/** What every host has beside its containers. */
export const machineFiles = (root: string, version: "v1" | "v2"): HostTree => ({
  [`${root}/proc/stat`]:
    "cpu  1 0 1 9 0 0 0 0 0 0\ncpu0 1 0 1 4 0 0 0 0 0 0\ncpu1 0 0 0 5 0 0 0 0 0 0\nbtime 1772000000\n",
  ...(version === "v2" ? { [`${root}/sys/fs/cgroup/cgroup.controllers`]: "cpu io memory pids\n" } : {}),
});
