import type { Page } from "playwright-core";

/** Bytes of the page's JavaScript heap that are still in use after a garbage collection. */
export const heapBytes = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  try {
    // The second one takes what the first one's finalizers let go.
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  } finally {
    await session.detach();
  }
};
