import type { RecordBuffer } from "../../src/ports/buffer.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";
import { mebibyte } from "./buffer-records.ts";

/** How a buffer under test is opened: empty, with so much room, and with this clock. */
export type OpenBuffer = (maxBytes: number, clock: FakeClock) => Promise<RecordBuffer>;

/** What has to be so once the buffer is closed. */
export type AfterClose = () => void;

/** Opens a buffer for one test, and closes it behind that. */
export type WithBuffer = (
  act: (buffer: RecordBuffer, clock: FakeClock) => Promise<void>,
  maxBytes?: number,
) => Promise<void>;

export const withBufferOf =
  (open: OpenBuffer, afterClose: AfterClose): WithBuffer =>
  async (act, maxBytes = mebibyte) => {
    const clock = openFakeClock({ nowMs: 10_000 });
    const buffer = await open(maxBytes, clock);
    await act(buffer, clock);
    await buffer.close();
    afterClose();
  };
