import { describe, expect, it } from "vitest";
import { twoTargets } from "../../test/app-world.ts";
import { openFakeClock } from "../../test/fake-clock.ts";
import { encodeDelivery } from "../formats/delivery-record/record.ts";
import { zstd } from "../platform/zstd.ts";
import type { StoredRecord } from "../ports/buffer.ts";
import { openBooks } from "./books.ts";
import { openSelection } from "./selection.ts";
import { itemsOf, plainOutput, snapshotOf } from "./test/plain-output.ts";
import { startMs } from "./test/stage.ts";
import { openTroubles } from "./troubles.ts";

const recordOf = (sequence: number, ids: readonly number[], body?: Uint8Array): StoredRecord => ({
  sequence,
  kind: "snapshot",
  atMs: startMs,
  itemCount: ids.length,
  body: body ?? encodeDelivery({ kind: "snapshot", snapshot: snapshotOf(startMs, ids) }, zstd),
});

const open = (select?: typeof itemsOf) => {
  const books = openBooks();
  const troubles = openTroubles(openFakeClock());
  const output = plainOutput(undefined, select === undefined ? {} : { select });
  const selection = openSelection({ name: "one", output, codec: zstd, books, troubles });
  const ids = (records: readonly StoredRecord[]) => selection(records).map(({ id }) => id);
  return { books, troubles, ids };
};

describe("selection", () => {
  it("shows the output all records together, oldest first", () => {
    const shown: number[] = [];
    const { ids } = open((deliveries) => {
      shown.push(deliveries.length);
      return itemsOf(deliveries);
    });
    expect(ids([recordOf(1, [1, 2]), recordOf(2, [3])])).toEqual([1, 2, 3]);
    expect(shown).toEqual([2]);
    expect(ids([])).toEqual([]);
  });

  it("counts what cannot be read, and reads the rest", () => {
    const { ids, books, troubles } = open();
    expect(ids([recordOf(1, [1, 2], Uint8Array.of(9, 9)), recordOf(2, [3])])).toEqual([3]);
    expect([...books.lostPoints.counts()]).toEqual([["unreadable", 2]]);
    expect(troubles.standing()).toMatchObject([{ code: "output-losing", subject: "one" }]);
  });

  it("leaves out what the output chokes on", () => {
    const { ids, books, troubles } = open((deliveries) => {
      const items = itemsOf(deliveries);
      if (items.some(({ id }) => id === 2)) throw new TypeError("two");
      return items;
    });
    expect(ids([recordOf(1, [1]), recordOf(2, [2, 20]), recordOf(3, [3])])).toEqual([1, 3]);
    expect([...books.lostPoints.counts()]).toEqual([["defect", 2]]);
    expect(troubles.standing()).toMatchObject([{ code: "output-crashed", subject: "one" }]);
  });

  it("shows the output those metrics of apps that are chosen, within the limit, and counts and tells the rest", () => {
    const shown: (readonly string[] | undefined)[] = [];
    const books = openBooks();
    const troubles = openTroubles(openFakeClock());
    const output = plainOutput(undefined, {
      select: (deliveries) => {
        for (const delivery of deliveries)
          if (delivery.kind === "snapshot")
            shown.push(...delivery.snapshot.entries.map(({ families }) => families?.map(({ name }) => name)));
        return itemsOf(deliveries);
      },
    });
    const apps = { metrics: ["http_*", "queue_*"], maxSeries: 2 };
    const selection = openSelection({ name: "one", output, codec: zstd, books, troubles, apps });
    const body = encodeDelivery({ kind: "snapshot", snapshot: twoTargets() }, zstd);
    selection([recordOf(1, [], body)]);
    // Each has two series of http_requests and one of queue_length.
    expect(shown).toEqual([["http_requests"], undefined]);
    expect(books.appSeriesLeftOut).toBe(4);
    expect(troubles.standing()).toMatchObject([
      { code: "app-series-limit", subject: "one", detail: "4 series left out" },
    ]);
    selection([recordOf(2, [], body)]);
    expect(books.appSeriesLeftOut).toBe(8);
  });
});
