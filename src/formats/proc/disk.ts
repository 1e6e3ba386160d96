import { linesOf, parseCount, wordsOf } from "../kernel-text.ts";

/** A whole disk since the machine started. */
export interface DiskCounters {
  /** As the kernel names it: nvme0n1, xvda, sda. */
  readonly device: string;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly reads: number;
  readonly writes: number;
  /** Time with at least one operation under way. */
  readonly busySeconds: number | undefined;
}

/** The kernel counts in these, whatever the disk's own sectors are. */
const sectorBytes = 512;

/** Partitions repeat what their disk has; loop, RAM and mapped devices pass on to a disk. */
const wholeDisk = /^(?:nvme\d+n\d+|mmcblk\d+|(?:sd|vd|hd|xvd)[a-z]+)$/;

/** Xen numbers partitions as disks of their own (`xvda1` without `xvda`), which are then all there is. */
const xenPartition = /^xvd[a-z]+\d+$/;

const mostDisks = 256;

/** Reads `/proc/diskstats`: the machine's disks, each once. */
export const parseDiskstats = (text: string): readonly DiskCounters[] => {
  const disks = linesOf(text).flatMap((line): DiskCounters[] => {
    const [, , device = "", ...columns] = wordsOf(line.slice(0, 512));
    const [reads, , readSectors, , writes, , writtenSectors, , , busyMs] = columns.map(parseCount);
    if (reads === undefined || readSectors === undefined || writes === undefined || writtenSectors === undefined) {
      return [];
    }
    const busySeconds = busyMs === undefined ? undefined : busyMs / 1000;
    return [
      {
        device,
        reads,
        writes,
        readBytes: readSectors * sectorBytes,
        writtenBytes: writtenSectors * sectorBytes,
        busySeconds,
      },
    ];
  });
  const whole = disks.filter(({ device }) => wholeDisk.test(device));
  const names = new Set(whole.map(({ device }) => device));
  const lone = disks.filter(({ device }) => xenPartition.test(device) && !names.has(device.replace(/\d+$/, "")));
  return [...whole, ...lone].slice(0, mostDisks);
};
