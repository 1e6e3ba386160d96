/** Works on the items in their order, on at most `limit` at once, and begins no further one when `goOn` says no. */
export const inFlight = async <T>(
  items: readonly T[],
  limit: number,
  goOn: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && goOn()) {
      const item = items[next];
      next += 1;
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
};
