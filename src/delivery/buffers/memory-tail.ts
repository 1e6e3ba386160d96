import type { StoredRecord } from "../../ports/buffer.ts";
import { createMemorySegment, type MemorySegment } from "./memory-segment.ts";
import { roomOfAll } from "./segment.ts";
import type { Timeline } from "./timeline.ts";

/** Writes to segments of memory. */
export interface MemoryTail {
  readonly open: MemorySegment | undefined;
  /** Its segments that are in the timeline, oldest first. */
  kept(): readonly MemorySegment[];
  write(records: readonly StoredRecord[]): void;
  seal(): void;
}

export const createMemoryTail = (timeline: Timeline, segmentBytes: number): MemoryTail => {
  let open: MemorySegment | undefined;
  let made: readonly MemorySegment[] = [];
  const kept = (): readonly MemorySegment[] => made.filter((segment) => timeline.segments.includes(segment));
  return {
    get open() {
      return open;
    },
    kept,
    write: (records) => {
      if (open !== undefined && open.bytes + roomOfAll(records) > segmentBytes) open = undefined;
      if (open === undefined) {
        open = createMemorySegment(timeline.end);
        timeline.push(open);
        made = [...kept(), open];
      }
      open.add(records);
      timeline.append(records);
    },
    seal: () => {
      open = undefined;
    },
  };
};
