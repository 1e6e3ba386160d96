import type { ServeHttp } from "../../ports/http-server.ts";

/** How many ports after the wanted one are tried. */
const furtherPorts = 20;

/** The wanted port of the loopback address or the next free one; undefined when there is none near it. */
export const freePort = async (serveHttp: ServeHttp, wanted: number): Promise<number | undefined> => {
  for (let port = wanted; port <= wanted + furtherPorts; port += 1) {
    const server = await serveHttp({ host: "127.0.0.1", port }, () => ({ status: 503 }));
    if (!server.ok) continue;
    await server.close(0);
    return port;
  }
  return undefined;
};
