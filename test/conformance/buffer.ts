import { testLeases } from "./buffer-leases.ts";
import { testRoom } from "./buffer-room.ts";
import { type AfterClose, type OpenBuffer, withBufferOf } from "./buffer-under-test.ts";

/** What every buffer promises. */
export const testBuffer = (open: OpenBuffer, afterClose: AfterClose = () => {}): void => {
  const withBuffer = withBufferOf(open, afterClose);
  testLeases(withBuffer);
  testRoom(withBuffer);
};
