import { gunzipSync } from "node:zlib";
import type { HttpRequest, HttpResponse } from "../../../src/ports/http-client.ts";
import type { HonestBackEnd } from "../../fault-matrix/subject.ts";
import { calls } from "./accept.ts";
import { checkBody, eventBody, seriesBody } from "./rules.ts";
import { openStore } from "./store.ts";

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

export const datadogAnswer = (status: number, body: string): HttpResponse => ({
  ok: true,
  status,
  headers: { "content-type": "application/json" },
  body,
});

/** The strict intake without the network; it throws at whatever it would refuse, remark or drop. @param nowMs that of what it is sent when left out */
export const openDatadogBackEnd = (nowMs?: () => number): HonestBackEnd => {
  const store = openStore();
  return {
    itemsIn: (request) => toldIn(request).map(({ item }) => item),
    answer: (request) => {
      const call = calls[pathOf(request)];
      const told = Math.max(...toldIn(request).map(({ seconds }) => seconds));
      const nowSeconds = nowMs === undefined ? told : Math.floor(nowMs() / 1000);
      const accepted = call?.accept(jsonOf(request), store, nowSeconds);
      const { remarks, dropped } = store;
      if (remarks.size > 0) throw new Error(`the intake remarks: ${[...remarks].join(", ")}`);
      if (dropped.length > 0) throw new Error(`the intake drops ${JSON.stringify(dropped[0])}`);
      if (call === undefined || accepted?.ok !== true)
        throw new Error(`the intake refuses ${JSON.stringify(accepted)}`);
      return datadogAnswer(202, call.answer);
    },
  };
};
