import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { Payload } from "../ports/push-output.ts";
import { paced } from "./pace.ts";
import { accepted } from "./test/plain-output.ts";

const payload: Payload = { method: "POST", path: "/", headers: {}, body: new Uint8Array(), plainBytes: 0 };

const open = (perSecond: number) => {
  const clock = openFakeClock();
  const times: number[] = [];
  const stop = new AbortController();
  const attempt = paced(
    async () => {
      times.push(clock.monotonic());
      return accepted;
    },
    clock,
    perSecond,
  );
  return { clock, times, stop, send: () => attempt(payload, stop.signal) };
};

describe("pace", () => {
  it("keeps requests apart, and does not save up what was not used", async () => {
    const { clock, times, send } = open(4);
    const sendTwice = async (): Promise<void> => {
      await send();
      await send();
    };
    const first = sendTwice();
    await clock.advance(10_000);
    await first;
    const second = sendTwice();
    await clock.advance(10_000);
    await second;
    expect(times).toEqual([0, 250, 10_000, 10_250]);
  });

  it("may be less than one a second", async () => {
    const { clock, times, send } = open(1 / 30);
    await send();
    const next = send();
    await clock.advance(29_999);
    expect(times).toEqual([0]);
    await clock.advance(1);
    await next;
    expect(times).toEqual([0, 30_000]);
  });

  it("lets nothing through after the stop", async () => {
    const { clock, times, stop, send } = open(1);
    await send();
    const waiting = send();
    await clock.advance(10);
    stop.abort();
    expect((await waiting).kind).toBe("retry");
    expect(times).toEqual([0]);
  });
});
