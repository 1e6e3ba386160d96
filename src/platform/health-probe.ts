/** See http-server.ts: an `import` would load twice as much. */
const { get } = process.getBuiltinModule("node:http");

/** Longest wait for the answer: less than the health check's own time-out. */
const timeoutMs = 4000;

/** Whether 200 comes from an address. */
export const answersOk = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { timeout: timeoutMs, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
