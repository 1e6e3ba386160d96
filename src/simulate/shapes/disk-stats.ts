import type { DiskUsage } from "../moment.ts";
import type { Json, JsonObject } from "./json-text.ts";
import type { Shape } from "./shape.ts";

interface Device {
  readonly major: number;
  readonly minor: number;
  readonly disk: DiskUsage;
}

interface Pair {
  readonly read: number;
  readonly write: number;
}

const quarterOf = ({ readBytes, writeBytes, operations }: DiskUsage): DiskUsage => ({
  readBytes: Math.floor(readBytes / 4),
  writeBytes: Math.floor(writeBytes / 4),
  ...(operations === undefined
    ? {}
    : { operations: { reads: Math.floor(operations.reads / 4), writes: Math.floor(operations.writes / 4) } }),
});

const without = (whole: DiskUsage, part: DiskUsage): DiskUsage => ({
  readBytes: whole.readBytes - part.readBytes,
  writeBytes: whole.writeBytes - part.writeBytes,
  ...(whole.operations === undefined || part.operations === undefined
    ? {}
    : {
        operations: {
          reads: whole.operations.reads - part.operations.reads,
          writes: whole.operations.writes - part.operations.writes,
        },
      }),
});

/**
 * EC2 has one disk; Fargate two, a quarter of the bytes on one; Managed Instances the same with a device mapper on
 * top of one, which repeats its bytes. Whoever sums physical disks gets the container's bytes everywhere.
 */
const devices = ({ launchType }: Shape, disk: DiskUsage): Device[] => {
  if (launchType === "EC2" || launchType === "EXTERNAL") return [{ major: 259, minor: 0, disk }];
  const image = quarterOf(disk);
  const second = { major: 259, minor: 1, disk: image };
  const first = { major: 259, minor: 0, disk: without(disk, image) };
  return launchType === "FARGATE" ? [second, first] : [second, first, { ...first, major: 252, minor: 0 }];
};

const rowsV2 = ({ major, minor }: Device, { read, write }: Pair): JsonObject[] => [
  { major, minor, op: "read", value: read },
  { major, minor, op: "write", value: write },
];

const rowsV1 = ({ major, minor }: Device, { read, write }: Pair): JsonObject[] =>
  Object.entries({ Read: read, Write: write, Sync: read, Async: write, Discard: 0, Total: read + write }).map(
    ([op, value]) => ({ major, minor, op, value }),
  );

const counted = (disks: readonly Device[], rows: typeof rowsV1, pair: (disk: DiskUsage) => Pair | undefined): Json =>
  disks.flatMap((device) => {
    const values = pair(device.disk);
    return values === undefined ? [] : rows(device, values);
  });

const byteCounts = ({ readBytes, writeBytes }: DiskUsage): Pair => ({ read: readBytes, write: writeBytes });
const operationCounts = ({ operations }: DiskUsage): Pair | undefined =>
  operations && { read: operations.reads, write: operations.writes };

/** The six other lists, in Docker's order: empty on v1, null on v2 and Windows. */
const rest = (empty: Json): JsonObject => ({
  io_queue_recursive: empty,
  io_service_time_recursive: empty,
  io_wait_time_recursive: empty,
  io_merged_recursive: empty,
  io_time_recursive: empty,
  sectors_recursive: empty,
});

/** `blkio_stats` of a reading. Before the first byte v1 has empty lists and v2 none. */
export const blkioStats = (shape: Shape, disk: DiskUsage | undefined): JsonObject => {
  if (shape.os === "windows") return { io_service_bytes_recursive: null, io_serviced_recursive: null, ...rest(null) };
  const active = disk !== undefined && disk.readBytes + disk.writeBytes > 0 ? devices(shape, disk) : [];
  if (shape.cgroup === 2) {
    const bytes = active.length === 0 ? null : counted(active, rowsV2, byteCounts);
    return { io_service_bytes_recursive: bytes, io_serviced_recursive: null, ...rest(null) };
  }
  return {
    io_service_bytes_recursive: counted(active, rowsV1, byteCounts),
    io_serviced_recursive: counted(active, rowsV1, operationCounts),
    ...rest([]),
  };
};

/** `storage_stats`: Windows only. */
export const storageStats = ({ os }: Shape, disk: DiskUsage | undefined): JsonObject =>
  os === "windows" && disk !== undefined
    ? {
        read_count_normalized: disk.operations?.reads,
        read_size_bytes: disk.readBytes,
        write_count_normalized: disk.operations?.writes,
        write_size_bytes: disk.writeBytes,
      }
    : {};
