import type { HttpRequest, HttpResponse } from "../../../src/ports/http-client.ts";
import type { HonestBackEnd } from "../../fault-matrix/subject.ts";
import { type ClusterOptions, openFakeCluster } from "./cluster.ts";

const textOf = ({ body = "" }: HttpRequest): string =>
  typeof body === "string" ? body : new TextDecoder().decode(body);

/** The ids of the documents. */
export const documentsIn = (request: HttpRequest): readonly string[] =>
  request.url.includes("/_bulk") ? [...textOf(request).matchAll(/"_id":"([^"]+)"/g)].map(([, id = ""]) => id) : [];

export const clusterAnswer = (status: number, body: unknown): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** The strict cluster without the network, for requests that are not compressed. */
export const openElasticsearchBackEnd = (options: ClusterOptions): HonestBackEnd => {
  const cluster = openFakeCluster(options);
  return {
    itemsIn: documentsIn,
    answer: (request) => {
      const { method = "GET", url, headers = {} } = request;
      const { status, body } = cluster.handle({ method, url, headers, body: textOf(request) });
      return clusterAnswer(status, body);
    },
  };
};
