import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { DeliveryOutcome } from "../ports/push-output.ts";
import { openCalls } from "./calls.ts";
import { accepted } from "./test/plain-output.ts";

const open = () => {
  const clock = openFakeClock();
  const calls = openCalls({ name: "one", clock, timeoutMs: 5000 });
  const never = new AbortController();
  return { clock, calls, never: never.signal, stop: () => never.abort() };
};

const secret = "key-4711";
const throwing = async (): Promise<DeliveryOutcome> => {
  throw new TypeError(`Invalid header value ${secret}\n    at ${secret}`);
};

describe("calls of an output", () => {
  it("give what it gives, and leave nothing behind", async () => {
    const { calls, clock, never } = open();
    expect(await calls.make(async () => accepted, never)).toEqual(accepted);
    expect(clock.pending()).toEqual([]);
  });

  it("end at the deadline, which the output sees", async () => {
    const { calls, clock, never } = open();
    let seen: AbortSignal | undefined;
    const call = calls.make((signal) => {
      seen = signal;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(accepted)));
    }, never);
    await clock.advance(4999);
    expect(seen?.aborted).toBe(false);
    await clock.advance(1);
    expect(await call).toMatchObject({ kind: "retry", problem: { code: "output-timeout", subject: "one" } });
    expect(seen?.aborted).toBe(true);
    expect(await calls.make(async () => accepted, never)).toEqual(accepted);
  });

  it("are never two at once, even when the output does not heed its deadline", async () => {
    const { calls, clock, never } = open();
    let end: (outcome: DeliveryOutcome) => void = () => {};
    const hanging = calls.make(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
      never,
    );
    await clock.advance(5000);
    expect((await hanging).kind).toBe("retry");
    let made = 0;
    const work = async (): Promise<DeliveryOutcome> => {
      made += 1;
      return accepted;
    };
    expect((await calls.make(work, never)).kind).toBe("retry");
    expect(made).toBe(0);
    end(accepted);
    await clock.advance(0);
    expect((await calls.make(work, never)).kind).toBe("accepted");
  });

  it("end at once when the agent does, and are not made after that", async () => {
    const { calls, clock, never, stop } = open();
    const call = calls.make(() => new Promise(() => {}), never);
    await clock.advance(10);
    stop();
    expect((await call).kind).toBe("retry");
    expect(clock.pending()).toEqual([]);
    let made = false;
    await calls.make(async () => {
      made = true;
      return accepted;
    }, never);
    expect(made).toBe(false);
  });

  it("that throw are failures, told without a word of the message", async () => {
    const { calls, never } = open();
    const outcome = await calls.make(throwing, never);
    expect(outcome).toMatchObject({ kind: "retry", problem: { code: "output-crashed", subject: "one" } });
    const text = JSON.stringify(outcome);
    expect(text).toContain("TypeError at ");
    expect(text).toContain("calls.test.ts:");
    expect(text).not.toContain(secret);
    const other = await calls.make(() => Promise.reject(Object.create(null)), never);
    expect(other).toMatchObject({ problem: { detail: "threw object" } });
  });

  it("that throw again and again don't like what they are given", async () => {
    const { calls, never } = open();
    const kinds: string[] = [];
    for (let call = 0; call < 6; call += 1) kinds.push((await calls.make(throwing, never)).kind);
    expect(kinds).toEqual(["retry", "retry", "retry", "retry", "bad", "bad"]);
    await calls.make(async () => accepted, never);
    expect((await calls.make(throwing, never)).kind).toBe("retry");
  });

  it("may throw at once", async () => {
    const { calls, never } = open();
    const outcome = await calls.make(() => {
      throw new Error("now");
    }, never);
    expect(outcome.kind).toBe("retry");
  });
});
