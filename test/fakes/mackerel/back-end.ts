import { z } from "zod";
import type { HttpRequest } from "../../../src/ports/http-client.ts";
import type { HonestBackEnd } from "../../fault-matrix/subject.ts";
import { type FakeApiOptions, openFakeApi } from "./api.ts";

const bodyOf = ({ body = "" }: HttpRequest): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;

const values = z.array(z.object({ hostId: z.string().default("service"), name: z.string(), time: z.number() }));
const reports = z.object({
  reports: z.array(z.object({ source: z.object({ hostId: z.string() }), name: z.string(), occurredAt: z.number() })),
});

/** The strict stand-in without the network. */
export const openMackerelBackEnd = (
  options: FakeApiOptions,
): HonestBackEnd & { readonly state: ReturnType<typeof openFakeApi>["state"] } => {
  const api = openFakeApi(options);
  return {
    state: api.state,
    answer: (request) => {
      const raw = { method: request.method ?? "GET", url: new URL(request.url), headers: request.headers ?? {} };
      const { status, json } = api.answer({ ...raw, body: bodyOf(request) });
      return { ok: true, status, headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
    },
    itemsIn: (request) => {
      const json: unknown =
        request.body === undefined ? undefined : JSON.parse(new TextDecoder().decode(bodyOf(request)));
      const { pathname } = new URL(request.url);
      if (pathname.endsWith("/tsdb"))
        return values.parse(json).map(({ hostId, name, time }) => `${hostId} ${name} ${time}`);
      if (!pathname.endsWith("/checks/report")) return [];
      return reports
        .parse(json)
        .reports.map(({ source, name, occurredAt }) => `${source.hostId} check ${name} ${occurredAt}`);
    },
  };
};
