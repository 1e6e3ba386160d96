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
 * Whether the kernel says that there was nothing at all: it lists a device from the first I/O on (block/blk-cgroup.c). The
 * sum below a list of version 1 is there without devices too; in version 2 an idle device may stand there without keys.
 */
const saysNothing = (version: CgroupVersion, text: string | undefined): boolean =>
  text !== undefined && (version === "v1" ? /^Total 0\n?$/ : /^(?:\d{1,9}:\d{1,9} ?\n)*$/).test(text);

/**
 * Bytes and operations through block devices. Of version 1 the throttle's own counts, since the scheduler's are there
 * only with CFQ or BFQ.
 */
export const readDisk = (version: CgroupVersion, read: ReadCgroup): DiskStats => {
  const own = (name: string): string | undefined => read("blkio", `${name}_recursive`) ?? read("blkio", name);
  const isFirst = version === "v1";
  const bytes = isFirst ? own("blkio.throttle.io_service_bytes") : read("blkio", "io.stat");
  const operations = isFirst ? own("blkio.throttle.io_serviced") : bytes;
  const found = isFirst
    ? diskStats(rowsV1(bytes), rowsV1(operations))
    : diskStats(rowsV2(bytes, keysV2.bytes), rowsV2(operations, keysV2.operations));
  const noBytes = saysNothing(version, bytes) ? 0 : undefined;
  const noOperations = saysNothing(version, operations) ? 0 : undefined;
  return {
    readBytes: found.readBytes ?? noBytes,
    writtenBytes: found.writtenBytes ?? noBytes,
    reads: found.reads ?? noOperations,
    writes: found.writes ?? noOperations,
  };
};
