import { type DeviceRow, type DiskStats, diskStats } from "../docker-stats/disk.ts";
import { linesOf, parseCount, wordsOf } from "../kernel-text.ts";
import type { CgroupVersion, ReadCgroup } from "./files.ts";

/** `8:0 Read 4096` a line, and one `Total` without a device. */
const rowsV1 = (text: string | undefined): readonly DeviceRow[] =>
  linesOf(text ?? "").flatMap((line) => {
    const [, device, major, op = "", value] = /^((\d{1,9}):\d{1,9}) (\w+) (\d+)$/.exec(line) ?? [];
    const count = parseCount(value);
    const lower = op.toLowerCase();
    if (device === undefined || count === undefined || (lower !== "read" && lower !== "write")) return [];
    return [{ device, major: Number(major), op: lower, value: count }];
  });

const keysV2 = { bytes: ["rbytes", "wbytes"], operations: ["rios", "wios"] } as const;

/** `8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0` a line; a device without I/O may have no keys. */
const rowsV2 = (text: string | undefined, [read, write]: readonly [string, string]): readonly DeviceRow[] =>
  linesOf(text ?? "").flatMap((line) => {
    const [device = "", ...pairs] = wordsOf(line);
    const [, major] = /^(\d{1,9}):\d{1,9}$/.exec(device) ?? [];
    if (major === undefined) return [];
    return pairs.flatMap((pair): DeviceRow[] => {
      const [key, value] = pair.split("=");
      const count = parseCount(value);
      if (count === undefined || (key !== read && key !== write)) return [];
      return [{ device, major: Number(major), op: key === read ? "read" : "write", value: count }];
    });
  });

/**
 * Bytes and operations through block devices. Of version 1 the throttle's own counts, since the scheduler's are there
 * only with CFQ or BFQ.
 */
export const readDisk = (version: CgroupVersion, read: ReadCgroup): DiskStats => {
  if (version === "v1") {
    return diskStats(
      rowsV1(
        read("blkio", "blkio.throttle.io_service_bytes_recursive") ?? read("blkio", "blkio.throttle.io_service_bytes"),
      ),
      rowsV1(read("blkio", "blkio.throttle.io_serviced_recursive") ?? read("blkio", "blkio.throttle.io_serviced")),
    );
  }
  const text = read("blkio", "io.stat");
  return diskStats(rowsV2(text, keysV2.bytes), rowsV2(text, keysV2.operations));
};
