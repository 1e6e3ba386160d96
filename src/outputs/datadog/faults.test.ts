import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { calls } from "../../../test/fakes/datadog/accept.ts";
import { checkBody, eventBody, seriesBody } from "../../../test/fakes/datadog/rules.ts";
import { openStore } from "../../../test/fakes/datadog/store.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HonestBackEnd } from "../../../test/fault-matrix/subject.ts";
import type { HttpRequest, HttpResponse } from "../../ports/http-client.ts";
import { datadog } from "./index.ts";

const apiKey = "0123456789abcdef0123456789abcdef";

const pathOf = ({ url }: HttpRequest): string => new URL(url).pathname;

const jsonOf = ({ body = "", headers = {} }: HttpRequest): unknown => {
  const bytes = Buffer.from(body);
  return JSON.parse((headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8"));
};

/** Every point, check result or event, and when it was. */
const toldIn = (request: HttpRequest): readonly { readonly item: string; readonly seconds: number }[] => {
  const json = jsonOf(request);
  switch (pathOf(request)) {
    case "/api/v2/series":
      return seriesBody
        .parse(json)
        .series.flatMap(({ metric, tags, points }) =>
          points.map(({ timestamp: seconds }) => ({ item: `${metric} ${tags} ${seconds}`, seconds })),
        );
    case "/api/v1/check_run":
      return checkBody.parse(json).map(({ check, tags, timestamp: seconds = 0 }) => ({
        item: `${check} ${tags} ${seconds}`,
        seconds,
      }));
    default: {
      const { text, date_happened: seconds = 0 } = eventBody.parse(json);
      return [{ item: `${text} ${seconds}`, seconds }];
    }
  }
};

const answer = (status: number, body: string): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body,
});

/** The strict stand-in, whose time is that of what it is sent. */
const openBackEnd = (): HonestBackEnd => {
  const store = openStore();
  return {
    itemsIn: (request) => toldIn(request).map(({ item }) => item),
    answer: (request) => {
      const call = calls[pathOf(request)];
      const nowSeconds = Math.max(...toldIn(request).map(({ seconds }) => seconds));
      const accepted = call?.accept(jsonOf(request), store, nowSeconds);
      const { remarks, dropped } = store;
      if (remarks.size > 0) throw new Error(`the intake remarks: ${[...remarks].join(", ")}`);
      if (dropped.length > 0) throw new Error(`the intake drops ${JSON.stringify(dropped[0])}`);
      if (call === undefined || accepted?.ok !== true)
        throw new Error(`the intake refuses ${JSON.stringify(accepted)}`);
      return answer(202, call.answer);
    },
  };
};

const key = z.object({ "dd-api-key": z.literal(apiKey) }).loose();

describeFaultMatrix({
  definition: datadog,
  config: { apiKey, events: ["started", "stopped", "restarted", "out-of-memory", "health-changed"] },
  secrets: [apiKey],
  openBackEnd: () => {
    const backEnd = openBackEnd();
    return {
      ...backEnd,
      answer: (request) => {
        key.parse(request.headers);
        return backEnd.answer(request);
      },
    };
  },
  lie: () => answer(202, '{"errors":["some of it was not taken"]}'),
});
