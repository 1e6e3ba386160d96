import { readExport } from "../../../test/fakes/otlp/read.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HttpRequest } from "../../ports/http-client.ts";
import { otlp } from "./index.ts";

/** Every data point, with its stream. */
const itemsIn = ({ headers = {}, body = "" }: HttpRequest): readonly string[] =>
  readExport({ headers, body: Buffer.from(body) }).resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, sum, gauge }) =>
        ((sum ?? gauge)?.dataPoints ?? []).map(({ attributes, timeUnixNano }) =>
          JSON.stringify([
            resource.attributes["service.instance.id"] ?? "self",
            name,
            attributes,
            String(timeUnixNano),
          ]),
        ),
      ),
    ),
  );

const secret = "api/key+of the matrix";

const taken = { ok: true, status: 200, headers: { "content-type": "application/json" }, body: "{}" } as const;

describeFaultMatrix({
  definition: otlp,
  config: {
    endpoint: "https://collector.example.com:4318",
    headers: [`api-key=${encodeURIComponent(secret)}`],
    protocol: "http/json",
    intervalMs: 30_000,
  },
  secrets: [secret],
  openBackEnd: () => ({ itemsIn, answer: () => taken }),
  lie: (request) => ({
    ...taken,
    body: JSON.stringify({
      partialSuccess: { rejectedDataPoints: String(itemsIn(request).length), errorMessage: `no, ${secret}` },
    }),
  }),
  // A partial success does not say which points it refused.
  refuseItem: () => ({
    ...taken,
    body: JSON.stringify({ partialSuccess: { rejectedDataPoints: "1", errorMessage: `one, ${secret}` } }),
  }),
  // In protobuf, an empty answer is the right one.
  expected: { "200 with nothing": "taken" },
});
