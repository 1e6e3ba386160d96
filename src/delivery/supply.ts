import type { BufferReader, Lease } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Closing } from "./closing.ts";

/**
 * What one round of delivery works on at a time: a small part of a backlog, for the memory that it takes when it is
 * unpacked. 128 KiB of records are about half a megabyte of JSON, or five minutes of a ten-container task.
 */
const usualBytes = 131_072;
/** However small they are. */
const recordBytes = usualBytes / 30;

/** In a hurry nobody waits for more records; but it takes a moment to look for those that are there. */
const lookMs = 250;

/** Leases records; undefined when there will be none. At the end, only what is there already. */
export const openSupply =
  (
    reader: BufferReader,
    clock: Clock,
    { hurry, stop }: Closing,
    maxBytes = usualBytes,
  ): (() => Promise<Lease | undefined>) =>
  async () => {
    const leaseLimits = { maxRecords: Math.floor(maxBytes / recordBytes), maxBytes };
    if (!hurry.aborted) {
      const lease = await reader.lease(leaseLimits, hurry);
      // Without a hurry, the buffer has been closed.
      if (lease !== undefined || !hurry.aborted) return lease;
    }
    if (stop.aborted || reader.backlog().records === 0) return undefined;
    const enough = new AbortController();
    const done = new AbortController();
    void clock.sleep(lookMs, AbortSignal.any([stop, done.signal])).then(() => enough.abort());
    const lease = await reader.lease(leaseLimits, enough.signal);
    done.abort();
    return lease;
  };
