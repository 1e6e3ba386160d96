import type { RecordBuffer } from "../../ports/buffer.ts";
import type { Clock } from "../../ports/clock.ts";
import { createBuffer } from "./buffer.ts";
import { firstMark } from "./mark.ts";
import { createMemoryTail } from "./memory-tail.ts";
import { createPlaces } from "./places.ts";
import type { Store } from "./store.ts";
import { createTimeline } from "./timeline.ts";

export interface MemoryBufferOptions {
  readonly maxBytes: number;
}

/** Into how many parts the room is divided: what is dropped at once when it is full, and the largest record (4 parts). */
const parts = 16;

/** For where no disk may be written to. What it holds ends with the process. */
export const openMemoryBuffer = (
  { maxBytes }: MemoryBufferOptions,
  { clock }: { readonly clock: Clock },
): RecordBuffer => {
  const timeline = createTimeline([], firstMark());
  const segmentBytes = Math.floor(maxBytes / parts);
  const tail = createMemoryTail(timeline, segmentBytes);
  const store: Store = {
    durable: false,
    get open() {
      return tail.open;
    },
    write: async (records) => {
      tail.write(records);
      return { stored: true };
    },
    seal: async () => tail.seal(),
    discard: async () => {},
    key: (reader) => reader,
    saveCursor: async () => "durable",
    removeCursor: async () => {},
    overheadBytes: () => 0,
    problems: () => [],
    setAside: () => ({ files: 0, bytes: 0 }),
    close: async () => {},
  };
  return createBuffer({
    timeline,
    places: createPlaces([], store, clock),
    store,
    clock,
    maxBytes,
    maxRecordBytes: Math.floor(maxBytes / 4),
    groupBytes: segmentBytes,
    forgetAfterMs: Number.POSITIVE_INFINITY,
  }).buffer;
};
