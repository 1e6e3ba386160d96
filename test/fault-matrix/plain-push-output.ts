import { z } from "zod";
import type { HttpFailure, HttpRequest, HttpResponse } from "../../src/ports/http-client.ts";
import type { DeliveryOutcome, PushItem, PushOutputDefinition } from "../../src/ports/push-output.ts";
import { problem } from "../../src/problems/problem.ts";
import type { HonestBackEnd } from "./subject.ts";

/** The smallest output there can be, to try the matrix on: points as JSON, and a back end that confirms each. */

interface PointItem extends PushItem {
  readonly id: string;
  readonly value: number;
}

const url = "https://back-end.example/v1/points";

const configSchema = z.object({ apiKey: z.string().default("").meta({ secret: true }) });
type Config = z.infer<typeof configSchema>;

const confirmed = (body: string): readonly { readonly ok: boolean }[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** What an answer means. */
export type Judge = (answer: HttpResponse | HttpFailure) => DeliveryOutcome;

export const judge: Judge = (answer) => {
  if (!answer.ok) return { kind: "retry", problem: problem("output-unreachable", url, answer.reason) };
  const { status, headers, body } = answer;
  if (status === 401 || status === 403) return { kind: "hold", problem: problem("output-key", url, `${status}`) };
  if (status === 413) return { kind: "too-large" };
  if (status === 400) return { kind: "bad", problem: problem("output-refused", url, "400") };
  const afterMs = Number(headers["retry-after"] ?? Number.NaN) * 1000;
  if (status >= 300) return { kind: "retry", problem: problem("output-failing", url, `${status}`), afterMs };
  const points = confirmed(body);
  if (points === undefined) return { kind: "retry", problem: problem("output-address", url, "no confirmation") };
  const rejected = points.flatMap(({ ok }, index) => (ok ? [] : [{ index, reason: "invalid", again: false }]));
  return rejected.length === 0 ? { kind: "accepted" } : { kind: "partly", rejected };
};

/** Waits until it is over, as the real client does. */
const neverMs = 20_000;

export const plainPushOutput = (judged: Judge = judge): PushOutputDefinition<"plain", Config> => ({
  kind: "push",
  name: "plain",
  description: "Points as JSON.",
  config: configSchema,
  detect: () => ({ on: true, why: "it is asked for" }),
  limits: () => ({
    maxItems: 500,
    maxBytes: 1_000_000,
    maxAgeMs: 3_600_000,
    cadenceMs: 10_000,
    maxRequestsPerSecond: 5,
  }),
  create: ({ apiKey }, { http }) => ({
    select: (deliveries) =>
      deliveries.flatMap((delivery): PointItem[] =>
        delivery.kind === "happenings"
          ? delivery.happenings.map(({ kind, atMs, resource }, place) => ({
              route: "events",
              atMs,
              id: `${kind} ${resource.key} ${place} ${atMs}`,
              value: 1,
            }))
          : delivery.snapshot.entries.flatMap(({ resource, points }) =>
              points.map(({ metric, value, attributes, atMs }) => ({
                route: "points",
                atMs,
                id: `${metric} ${resource.key} ${JSON.stringify(attributes)} ${atMs}`,
                value,
              })),
            ),
      ),
    encode: (items: readonly PushItem[]) => {
      const body = new TextEncoder().encode(JSON.stringify(items));
      return { method: "POST", path: "", headers: { "x-key": apiKey }, body, plainBytes: body.length };
    },
    deliver: async ({ method, headers, body }, signal) =>
      judged(await http.request({ method, url, headers, body, timeoutMs: neverMs, maxBodyBytes: 1_000_000, signal })),
  }),
});

const itemsIn = ({ body }: HttpRequest): readonly string[] => {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const items: readonly { readonly id: string }[] = JSON.parse(text);
  return items.map(({ id }) => id);
};

const confirm = (oks: readonly boolean[]): HttpResponse => ({
  ok: true,
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(oks.map((ok) => ({ ok }))),
});

export const openPlainBackEnd = (): HonestBackEnd => ({
  itemsIn,
  answer: (request) => confirm(itemsIn(request).map(() => true)),
});

/** Says 200, and no to every point. */
export const plainLie = (request: HttpRequest): HttpResponse => confirm(itemsIn(request).map(() => false));
