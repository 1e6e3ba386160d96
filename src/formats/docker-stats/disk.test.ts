import { describe, expect, it } from "vitest";
import { fieldsOf } from "../json-fields.ts";
import { parseDisk } from "./disk.ts";

const nothing = { readBytes: undefined, writtenBytes: undefined, reads: undefined, writes: undefined };

const rows = (major: number, minor: number, read: number, write: number) => [
  { major, minor, op: "Read", value: read },
  { major, minor, op: "Write", value: write },
  { major, minor, op: "Sync", value: read },
  { major, minor, op: "Async", value: write },
  { major, minor, op: "Discard", value: 0 },
  { major, minor, op: "Total", value: read + write },
];

const bytes = (...list: unknown[]) => parseDisk(fieldsOf({ blkio_stats: { io_service_bytes_recursive: list.flat() } }));

describe("disk of a sample", () => {
  it("adds up the devices, and counts neither Sync nor Total", () => {
    expect(bytes(rows(259, 0, 100, 10), rows(259, 1, 30, 2))).toMatchObject({ readBytes: 130, writtenBytes: 12 });
  });

  it("does not mind the case of the operation", () => {
    const list = ["read", "READ", "Read"].map((op, minor) => ({ major: 259, minor, op, value: 5 }));
    expect(bytes(list)).toMatchObject({ readBytes: 15, writtenBytes: undefined });
  });

  it("has counts of operations on cgroup v1 only", () => {
    const both = { io_service_bytes_recursive: rows(259, 0, 4096, 0), io_serviced_recursive: rows(259, 0, 3, 1) };
    expect(parseDisk(fieldsOf({ blkio_stats: both }))).toEqual({
      readBytes: 4096,
      writtenBytes: 0,
      reads: 3,
      writes: 1,
    });
    const v2 = { ...both, io_serviced_recursive: null };
    expect(parseDisk(fieldsOf({ blkio_stats: v2 }))).toMatchObject({ reads: undefined, writes: undefined });
  });

  it.each([7, 252, 253])("leaves out what a stacked device of major %d repeats", (major) => {
    expect(bytes(rows(major, 0, 1_875_968, 5), rows(259, 0, 1_875_968, 5))).toMatchObject({
      readBytes: 1_875_968,
      writtenBytes: 5,
    });
  });

  it("does so while the bytes are on their way down, too", () => {
    expect(bytes(rows(253, 1, 900, 0), rows(202, 26_368, 850, 0))).toMatchObject({ readBytes: 850 });
  });

  it("counts operations of the same devices as bytes", () => {
    const stats = {
      io_service_bytes_recursive: [rows(253, 1, 900, 0), rows(259, 0, 900, 0)].flat(),
      io_serviced_recursive: [rows(253, 1, 9, 0), rows(259, 0, 4, 0)].flat(),
    };
    expect(parseDisk(fieldsOf({ blkio_stats: stats })).reads).toBe(4);
  });

  it("counts stacked devices once when only they report, with the same figures", () => {
    const stack = [rows(7, 2, 389_120, 0), rows(253, 1, 389_120, 0), rows(253, 2, 389_120, 0)];
    expect(bytes(...stack)).toMatchObject({ readBytes: 389_120, writtenBytes: 0 });
    expect(bytes(rows(253, 0, 10, 0), rows(253, 16, 20, 0)).readBytes).toBe(30);
  });

  it("takes missing numbers of a row as 0, as old recordings have them", () => {
    expect(bytes({ op: "Read" }, { op: "Write", value: 7 })).toMatchObject({ readBytes: 0, writtenBytes: 7 });
  });

  it.each([null, [], undefined, "None", {}])("does not know whether %j means no I/O", (list) => {
    expect(parseDisk(fieldsOf({ blkio_stats: { io_service_bytes_recursive: list } }))).toEqual(nothing);
  });

  it("refuses impossible values without losing the rest", () => {
    expect(bytes({ major: 259, op: "read", value: -1 }, { major: 259, minor: 1, op: "read", value: 5 }).readBytes).toBe(
      5,
    );
  });

  it("is storage_stats on Windows", () => {
    const storage_stats = {
      read_count_normalized: 7,
      read_size_bytes: 700,
      write_count_normalized: 2,
      write_size_bytes: 20,
    };
    const disk = parseDisk(fieldsOf({ storage_stats, blkio_stats: { io_service_bytes_recursive: null } }));
    expect(disk).toEqual({ readBytes: 700, writtenBytes: 20, reads: 7, writes: 2 });
  });
});
