import { clusterAnswer, documentsIn, openElasticsearchBackEnd } from "../../../test/fakes/elasticsearch/back-end.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import { elasticsearch } from "./index.ts";

const apiKey = "bWF0cml4OnNlY3JldC1rZXk=";

/** As Elasticsearch answers when some documents do not fit: with 200, and a status for each. */
const refusing = (request: HttpRequest, isBad: (id: string) => boolean): HttpResponse => {
  const error = { type: "document_parsing_exception", reason: "failed to parse" };
  const items = documentsIn(request).map((id) => ({ create: isBad(id) ? { status: 400, error } : { status: 201 } }));
  return clusterAnswer(200, { errors: true, items });
};

describeFaultMatrix({
  definition: elasticsearch,
  config: { hosts: ["http://elasticsearch:9200"], apiKey, compression: "none" },
  secrets: [apiKey],
  openBackEnd: () => openElasticsearchBackEnd({ authorization: `ApiKey ${apiKey}` }),
  lie: (request) => refusing(request, () => true),
  refuseItem: (request, item) => refusing(request, (id) => id === item),
});
