import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import type { DeliveryOutcome, RejectedItem } from "../ports/push-output.ts";
import { problem } from "../problems/problem.ts";
import { openBooks } from "./books.ts";
import { openEncoding } from "./encoding.ts";
import { createSizes } from "./sizes.ts";
import { type Answer, type NumberedItem, plainOutput, usualLimits } from "./test/plain-output.ts";
import { someProblem, startMs } from "./test/stage.ts";
import { openTries } from "./tries.ts";
import { openTroubles } from "./troubles.ts";

const bad: DeliveryOutcome = { kind: "bad", problem: problem("output-refused", "back-end", "400") };
const retry: DeliveryOutcome = { kind: "retry", problem: someProblem, afterMs: 5000 };

const itemsTo = (count: number): readonly NumberedItem[] =>
  Array.from({ length: count }, (_, id) => ({ id, route: "series", atMs: startMs }));

const open = (answer?: Answer, encode?: (items: readonly NumberedItem[]) => void) => {
  const clock = openFakeClock();
  const output = plainOutput(answer);
  const encoding = {
    ...output,
    encode: (items: readonly NumberedItem[]) => {
      encode?.(items);
      return output.encode(items);
    },
  };
  const sizes = createSizes(usualLimits);
  const books = openBooks();
  const troubles = openTroubles(clock);
  const stop = new AbortController();
  const send = openTries({
    name: "one",
    attempt: (payload, signal) => output.deliver(payload, signal),
    encode: openEncoding("one", encoding, sizes),
    sizes,
    books,
    troubles,
    clock,
  });
  const sendAll = (count: number) => send("series", itemsTo(count), stop.signal);
  const idsLeft = async (count: number) => (await sendAll(count)).left.map(({ id }) => id);
  return { output, books, troubles, sizes, stop, sendAll, idsLeft };
};

const requests = ({ asked }: { readonly asked: readonly { readonly ids: readonly number[] }[] }) =>
  asked.map(({ ids }) => ids.join(" "));

describe("tries", () => {
  it("count what is accepted, with its duplicates", async () => {
    const { books, sendAll } = open(() => ({ kind: "accepted", duplicates: 3 }));
    expect(await sendAll(5)).toEqual({ left: [] });
    expect(books).toMatchObject({ delivered: 5, duplicates: 3 });
  });

  it("hand back what has to wait", async () => {
    const { output, books, sendAll } = open(() => retry);
    const { left, wait } = await sendAll(3);
    expect(left.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(wait).toMatchObject({ kind: "retry", afterMs: 5000 });
    expect(requests(output)).toEqual(["0 1 2"]);
    expect(books).toMatchObject({ delivered: 0, retried: 3 });
  });

  it("halve what is too large, in order, and learn from it", async () => {
    const { output, books, sizes, sendAll } = open((ids) => (ids.length > 2 ? { kind: "too-large" } : undefined));
    await sendAll(7);
    expect(output.got).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(requests(output)).toEqual(["0 1 2 3 4 5 6", "0 1 2 3", "0 1", "2 3", "4 5 6", "4 5", "6"]);
    expect(books.delivered).toBe(7);
    expect(sizes.items("series")).toBeLessThan(5);
  });

  it("give up an item that is too large alone", async () => {
    const { output, books, troubles, sendAll } = open((ids) => (ids.includes(2) ? { kind: "too-large" } : undefined));
    await sendAll(5);
    expect(output.got).toEqual([0, 1, 3, 4]);
    expect([...books.dropped.counts()]).toEqual([["too-large", 1]]);
    expect(troubles.standing()).toMatchObject([{ code: "output-losing", subject: "one" }]);
  });

  it("send nothing that is larger than allowed", async () => {
    const { output, books, sendAll } = open();
    await sendAll(5000);
    expect(output.got).toHaveLength(5000);
    expect(Math.max(...output.asked.map(({ ids }) => JSON.stringify(ids).length))).toBeLessThanOrEqual(10_000);
    expect(books.delivered).toBe(5000);
  });

  it("find the bad one among many", async () => {
    const { output, books, sendAll } = open((ids) => (ids.includes(37) ? bad : undefined));
    await sendAll(100);
    expect(output.got).toEqual(Array.from({ length: 100 }, (_, id) => id).filter((id) => id !== 37));
    expect([...books.refused.counts()]).toEqual([["bad", 1]]);
    expect(books.delivered).toBe(99);
    expect(output.asked.length).toBeLessThanOrEqual(15);
  });

  it("find many bad ones, as long as there are good ones between them", async () => {
    const { output, books, sendAll } = open((ids) => (ids.some((id) => id % 2 === 0) ? bad : undefined));
    await sendAll(100);
    expect(output.got).toHaveLength(50);
    expect(books.refused.counts().get("bad")).toBe(50);
  });

  it("don't go through thousands that are all bad", async () => {
    const { output, books, sendAll } = open(() => bad);
    await sendAll(4096);
    expect(books.refused.counts().get("bad")).toBe(4096);
    expect(output.asked.length).toBeLessThan(80);
  });

  it("hand back the rest of a search that is interrupted, in order", async () => {
    const { output, idsLeft } = open((ids, { nth }) => (nth === 5 ? retry : ids.includes(1) ? bad : undefined));
    expect(await idsLeft(8)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(requests(output)).toEqual(["0 1 2 3 4 5 6 7", "0 1 2 3", "0 1", "0", "1"]);
    expect(output.got).toEqual([0]);
  });

  it("tell a part that is refused from one that is put off", async () => {
    const rejected: readonly RejectedItem[] = [
      { index: 1, reason: "mapping", again: false },
      { index: 3, reason: "busy", again: true },
      { index: 4, reason: "mapping", again: false },
      { index: 99, reason: "none", again: false },
    ];
    const { books, sendAll } = open(() => ({ kind: "partly", rejected, duplicates: 1, problem: someProblem }));
    const { left, wait } = await sendAll(6);
    expect(left.map(({ id }) => id)).toEqual([3]);
    expect(wait).toEqual({ kind: "retry", problem: someProblem });
    expect(books).toMatchObject({ delivered: 3, duplicates: 1, retried: 1 });
    expect([...books.refused.counts()]).toEqual([["mapping", 2]]);
  });

  it("are done with a part that is refused and nothing put off", async () => {
    const { books, sendAll } = open(() => ({
      kind: "partly",
      rejected: [{ index: 0, reason: "old", again: false }],
    }));
    expect(await sendAll(2)).toEqual({ left: [] });
    expect(books.delivered).toBe(1);
  });

  it("leave out what the output cannot encode", async () => {
    const { output, books, troubles, sendAll } = open(undefined, (items) => {
      if (items.some(({ id }) => id === 3)) throw new RangeError("three");
    });
    await sendAll(5);
    expect(output.got).toEqual([0, 1, 2, 4]);
    expect([...books.dropped.counts()]).toEqual([["defect", 1]]);
    expect(troubles.standing()).toMatchObject([{ code: "output-crashed" }]);
  });

  it("keep what the stop interrupted, and count no retry for it", async () => {
    const { books, stop, idsLeft } = open(() => {
      stop.abort();
      return retry;
    });
    expect(await idsLeft(3)).toEqual([0, 1, 2]);
    expect(books.retried).toBe(0);
  });
});
