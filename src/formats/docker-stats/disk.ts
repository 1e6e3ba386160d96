import type { Fields } from "../json-fields.ts";

/** Since the container started. Undefined: not told; an empty list may mean no I/O or no accounting. */
export interface DiskStats {
  readonly readBytes: number | undefined;
  readonly writtenBytes: number | undefined;
  /** Operations. Docker leaves these out on cgroup v2. */
  readonly reads: number | undefined;
  readonly writes: number | undefined;
}

/** One figure of one block device. */
export interface DeviceRow {
  readonly device: string;
  readonly major: number;
  readonly op: "read" | "write";
  readonly value: number;
}

/** `major`, `minor` and `value` may be left out when they are 0. Of the other ops (Sync, Total) all repeat these two. */
const rowsOf = (blkio: Fields, key: string): readonly DeviceRow[] =>
  (blkio.list(key) ?? []).flatMap((row) => {
    const op = row.text("op")?.toLowerCase();
    if (op !== "read" && op !== "write") return [];
    const value = row.has("value") ? row.amount("value") : 0;
    const major = row.amount("major") ?? 0;
    return value === undefined ? [] : [{ device: `${major}:${row.amount("minor") ?? 0}`, major, op, value }];
  });

/** Loop devices and the device mapper's two usual majors: what goes through them goes through another device too. */
const stackedMajors = new Set([7, 252, 253]);

/** Read and written bytes of a device as one text; equal texts of stacked devices are the same bytes seen twice. */
const signatures = (rows: readonly DeviceRow[]): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>();
  for (const { device, op, value } of rows) texts.set(device, `${texts.get(device) ?? ""} ${op} ${value}`);
  return texts;
};

/**
 * The devices to count. Where real devices report, their sum has everything. Where only stacked ones do (a virtio disk
 * may have such a major too), those with the same figures count once.
 */
const countedDevices = (rows: readonly DeviceRow[]): ReadonlySet<string> => {
  const real = rows.filter(({ major }) => !stackedMajors.has(major));
  if (real.length > 0) return new Set(real.map(({ device }) => device));
  const seen = new Set<string>();
  const counted = new Set<string>();
  for (const [device, signature] of signatures(rows)) {
    if (seen.has(signature)) continue;
    seen.add(signature);
    counted.add(device);
  }
  return counted;
};

const sum = (rows: readonly DeviceRow[], op: "read" | "write", devices: ReadonlySet<string>): number | undefined => {
  const counted = rows.filter((row) => row.op === op && devices.has(row.device));
  return counted.length === 0 ? undefined : counted.reduce((total, { value }) => total + value, 0);
};

/** Sums over devices, of bytes and of operations; undefined where no row says anything. */
export const diskStats = (bytes: readonly DeviceRow[], operations: readonly DeviceRow[]): DiskStats => {
  const byBytes = countedDevices(bytes);
  const byOperations = bytes.length > 0 ? byBytes : countedDevices(operations);
  return {
    readBytes: sum(bytes, "read", byBytes),
    writtenBytes: sum(bytes, "write", byBytes),
    reads: sum(operations, "read", byOperations),
    writes: sum(operations, "write", byOperations),
  };
};

const parseBlockIo = (blkio: Fields): DiskStats =>
  diskStats(rowsOf(blkio, "io_service_bytes_recursive"), rowsOf(blkio, "io_serviced_recursive"));

/** Windows has storage_stats, Linux an empty object of that name. */
export const parseDisk = (stats: Fields): DiskStats => {
  const storage = stats.object("storage_stats");
  if (!storage.has("read_size_bytes") && !storage.has("write_size_bytes"))
    return parseBlockIo(stats.object("blkio_stats"));
  return {
    readBytes: storage.amount("read_size_bytes"),
    writtenBytes: storage.amount("write_size_bytes"),
    reads: storage.amount("read_count_normalized"),
    writes: storage.amount("write_count_normalized"),
  };
};
