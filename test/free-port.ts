import { createServer } from "node:net";

/** Below the ports that Linux gives to connections that go out, any of which may take one that was free a moment ago. */
const lowest = 12_000;
const highest = 32_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });

/** A port that was free a moment ago, on all addresses. */
export const freePort = async (): Promise<number> => {
  for (let tried = 0; tried < 100; tried += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) return port;
  }
  throw new Error(`no port between ${lowest} and ${highest} is free`);
};
