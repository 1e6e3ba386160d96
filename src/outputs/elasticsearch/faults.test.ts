import { openFakeCluster } from "../../../test/fakes/elasticsearch/cluster.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import { elasticsearch } from "./index.ts";

const apiKey = "bWF0cml4OnNlY3JldC1rZXk=";

const textOf = ({ body = "" }: HttpRequest): string =>
  typeof body === "string" ? body : new TextDecoder().decode(body);

const itemsIn = (request: HttpRequest): readonly string[] =>
  request.url.includes("/_bulk") ? [...textOf(request).matchAll(/"_id":"([^"]+)"/g)].map(([, id = ""]) => id) : [];

const json = (status: number, body: unknown): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** As Elasticsearch answers when some documents do not fit: with 200, and a status for each. */
const refusing = (request: HttpRequest, isBad: (id: string) => boolean): HttpResponse => {
  const error = { type: "document_parsing_exception", reason: "failed to parse" };
  const items = itemsIn(request).map((id) => ({ create: isBad(id) ? { status: 400, error } : { status: 201 } }));
  return json(200, { errors: true, items });
};

describeFaultMatrix({
  definition: elasticsearch,
  config: { hosts: ["http://elasticsearch:9200"], apiKey, compression: "none" },
  secrets: [apiKey],
  openBackEnd: () => {
    const cluster = openFakeCluster({ authorization: `ApiKey ${apiKey}` });
    return {
      itemsIn,
      answer: (request) => {
        const { method = "GET", url, headers = {} } = request;
        const { status, body } = cluster.handle({ method, url, headers, body: textOf(request) });
        return json(status, body);
      },
    };
  },
  lie: (request) => refusing(request, () => true),
  refuseItem: (request, item) => refusing(request, (id) => id === item),
});
