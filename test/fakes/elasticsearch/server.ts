import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import type { FakeAnswer } from "./answer.ts";
import type { FakeCluster } from "./cluster.ts";
import { isObject } from "./documents.ts";

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
}

const bodyOf = (bytes: Buffer, encoding: string | undefined): string =>
  (encoding === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");

/** `GET /_fake/documents` tells what is stored; `POST /_fake/fail` with `{what, status, times, type}` makes faults. */
const control = (cluster: FakeCluster, path: string, body: string): FakeAnswer | undefined => {
  if (path === "/_fake/documents") return { status: 200, body: cluster.documents() };
  if (path !== "/_fake/fail") return undefined;
  const { what, status, times, type }: Record<string, unknown> = JSON.parse(body);
  cluster.fail(
    what === "item" ? "item" : "request",
    Number(status),
    Number(times),
    String(type ?? "made_up_exception"),
  );
  return { status: 200, body: {} };
};

/** Serves a fake cluster on loopback. */
export const serveCluster = async (cluster: FakeCluster, port = 0): Promise<FakeServer> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "GET", url = "/", headers } = request;
      const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      const body = bodyOf(Buffer.concat(chunks), headers["content-encoding"]);
      const answer = control(cluster, url, body) ?? cluster.handle({ method, url, headers: flat, body });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(isObject(answer.body) || Array.isArray(answer.body) ? JSON.stringify(answer.body) : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the fake has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
