import { z } from "zod";
import { openFakeApi, usualKey } from "../../../test/fakes/mackerel/api.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HonestBackEnd } from "../../../test/fault-matrix/subject.ts";
import type { HttpRequest } from "../../ports/http-client.ts";
import { mackerel } from "./index.ts";

const bodyOf = ({ body = "" }: HttpRequest): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;

const values = z.array(z.object({ hostId: z.string(), name: z.string(), time: z.number() }));
const reports = z.object({
  reports: z.array(z.object({ source: z.object({ hostId: z.string() }), name: z.string(), occurredAt: z.number() })),
});

/** The strict stand-in, in the midst of the matrix' own time. */
const openBackEnd = (): HonestBackEnd => {
  const api = openFakeApi({ nowMs: () => Date.UTC(2026, 0, 1) });
  return {
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

describeFaultMatrix({
  definition: mackerel,
  config: { apiKey: usualKey, roles: ["shop:web"] },
  secrets: [usualKey],
  openBackEnd,
  // Mackerel has no such answer: something else says this, and everything is kept.
  lie: () => ({ ok: true, status: 200, headers: {}, body: '{"success":false}' }),
  expected: { "a good status that lies": "kept" },
});
