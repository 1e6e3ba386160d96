import { describe, expect, it } from "vitest";
import type { BoardSheet } from "../ports/container-board.ts";
import { openContainerBoard } from "./container-board.ts";

const sheet = (asOfMs: number): BoardSheet => ({ vantage: "machine", containers: [], asOfMs });

/** A source whose looks end when the test says. */
const openSource = () => {
  const waiting: ((seen: boolean) => void)[] = [];
  let looks = 0;
  return {
    look: () => {
      looks += 1;
      return new Promise<boolean>((resolve) => waiting.push(resolve));
    },
    end: async (seen = true) => {
      for (const resolve of waiting.splice(0)) resolve(seen);
      await new Promise((resolve) => setImmediate(resolve));
    },
    looks: () => looks,
  };
};

describe("the board", () => {
  it("holds what each source put up last", () => {
    const board = openContainerBoard();
    board.publish("one", sheet(1));
    board.publish("two", sheet(2));
    board.publish("one", sheet(3));
    expect(Object.fromEntries(board.sheets())).toEqual({ one: sheet(3), two: sheet(2) });
  });

  it("takes down what a source put up that is no more, and asks it for no look", async () => {
    const board = openContainerBoard();
    const source = openSource();
    board.publish("one", sheet(1));
    board.publish("two", sheet(2));
    board.offer("one", source.look);
    board.withdraw("one");
    board.withdraw("never there");
    expect(Object.fromEntries(board.sheets())).toEqual({ two: sheet(2) });
    expect(await board.refresh()).toBe(true);
    expect(source.looks()).toBe(0);
  });

  it("is the same to readers until something changes", () => {
    const board = openContainerBoard();
    board.publish("one", sheet(1));
    const before = board.sheets();
    expect(board.sheets()).toBe(before);
    board.publish("one", sheet(2));
    expect(board.sheets()).not.toBe(before);
    expect(before.get("one")).toEqual(sheet(1));
  });

  it("gives all who ask during a look the next one, which began after they asked", async () => {
    const board = openContainerBoard();
    const source = openSource();
    board.offer("one", source.look);
    const first = board.refresh();
    const later = [board.refresh(), board.refresh(), board.refresh()];
    expect(source.looks()).toBe(1);
    await source.end();
    expect(await first).toBe(true);
    expect(source.looks()).toBe(2);
    await source.end();
    expect(await Promise.all(later)).toEqual([true, true, true]);
    expect(source.looks()).toBe(2);
    const again = board.refresh();
    await source.end();
    expect([await again, source.looks()]).toEqual([true, 3]);
  });

  it("says when a source could not look", async () => {
    const board = openContainerBoard();
    const source = openSource();
    board.offer("one", source.look);
    board.offer("two", async () => true);
    const asked = board.refresh();
    await source.end(false);
    expect(await asked).toBe(false);
  });

  it("has nothing to look for where no source can", async () => {
    expect(await openContainerBoard().refresh()).toBe(true);
  });
});
