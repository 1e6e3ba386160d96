import { attend } from "./attendance.ts";

/** Fills memory step by step and gives it back, over and over. Usage: cache [MiB at most, 48] [seconds to fill, 24]. */
const mostBytes = Number(process.argv[2] ?? "48") * 1_048_576;
const seconds = Number(process.argv[3] ?? "24");
const stepBytes = Math.ceil(mostBytes / seconds);

// Resizing gives the pages back to the system at once, where garbage would wait for its collector.
const store = new ArrayBuffer(0, { maxByteLength: mostBytes });

const step = (): void => {
  const from = store.byteLength;
  if (from + stepBytes > mostBytes) {
    store.resize(0);
    return;
  }
  store.resize(from + stepBytes);
  new Uint8Array(store, from).fill(1);
};

attend({});
step();
setInterval(step, 1000);
