import { expect, test } from "vitest";
import { inFlight } from "./in-flight.ts";

test("never more than the limit at once, all in the end, in order", async () => {
  const begun: number[] = [];
  let open = 0;
  let most = 0;
  await inFlight(
    [1, 2, 3, 4, 5],
    2,
    () => true,
    async (item) => {
      begun.push(item);
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
    },
  );
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test("begins nothing more when told so", async () => {
  const begun: number[] = [];
  await inFlight(
    [1, 2, 3, 4, 5],
    2,
    () => begun.length < 3,
    async (item) => {
      begun.push(item);
      await Promise.resolve();
    },
  );
  expect(begun).toEqual([1, 2, 3]);
});

test("nothing to do is done", async () => {
  await expect(
    inFlight(
      [],
      8,
      () => true,
      async () => {},
    ),
  ).resolves.toBeUndefined();
});
