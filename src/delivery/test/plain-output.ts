import { selfResource } from "../../model/resource.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Delivery, DeliveryOutcome, Payload, PushItem, PushLimits, PushOutput } from "../../ports/push-output.ts";

/** An item that is known by its number. */
export interface NumberedItem extends PushItem {
  readonly id: number;
}

/** A snapshot with a point for each number; the point's value is the number, its attribute the route. */
export const snapshotOf = (takenAtMs: number, ids: readonly number[], route = "series"): Snapshot => ({
  takenAtMs,
  form: "sidecar",
  inputs: [],
  entries: [
    {
      resource: selfResource,
      points: ids.map((id) => ({ metric: "number", value: id, attributes: { route }, atMs: takenAtMs })),
    },
  ],
});

export const itemsOf = (deliveries: readonly Delivery[]): readonly NumberedItem[] =>
  deliveries.flatMap((delivery) =>
    delivery.kind === "snapshot"
      ? delivery.snapshot.entries
          .flatMap(({ points }) => points)
          .map(({ value, attributes, atMs }) => ({ id: value, route: attributes.route ?? "", atMs }))
      : delivery.happenings.map(({ facts, atMs }) => ({ id: Number(facts.id), route: "happenings", atMs })),
  );

const encode = (items: readonly NumberedItem[]): Payload => {
  const body = new TextEncoder().encode(JSON.stringify(items.map(({ id }) => id)));
  return { method: "POST", path: `/${items[0]?.route}`, headers: {}, body, plainBytes: body.length };
};

/** The numbers in a request. */
const idsIn = ({ body }: Payload): readonly number[] => JSON.parse(new TextDecoder().decode(body));

export const accepted: DeliveryOutcome = { kind: "accepted" };

/** Ten requests a second, a hundred items each, a round every second, nothing older than an hour. */
export const usualLimits: PushLimits = {
  maxItems: 100,
  maxBytes: 10_000,
  maxAgeMs: 3_600_000,
  cadenceMs: 1000,
  maxRequestsPerSecond: 10,
};

export interface PlainOutput extends PushOutput<NumberedItem> {
  /** Every number that was accepted, in the order in which it was. */
  readonly got: number[];
  /** Every request, in order. */
  readonly asked: { readonly route: string; readonly ids: readonly number[] }[];
}

/** What a back end says to a request with these numbers; undefined: that it accepts them. */
export type Answer = (
  ids: readonly number[],
  request: { readonly route: string; readonly nth: number; readonly signal: AbortSignal },
) => DeliveryOutcome | undefined | Promise<DeliveryOutcome | undefined>;

/** An output whose back end is a function. */
export const plainOutput = (
  answer: Answer = () => undefined,
  more: Partial<PushOutput<NumberedItem>> = {},
): PlainOutput => {
  const got: number[] = [];
  const asked: PlainOutput["asked"] = [];
  return {
    got,
    asked,
    select: itemsOf,
    encode,
    deliver: async (payload, signal) => {
      const ids = idsIn(payload);
      const route = payload.path.slice(1);
      asked.push({ route, ids });
      const outcome = (await answer(ids, { route, nth: asked.length, signal })) ?? accepted;
      const rejected = new Set(outcome.kind === "partly" ? outcome.rejected.map(({ index }) => index) : []);
      if (outcome.kind === "accepted" || outcome.kind === "partly") {
        got.push(...ids.filter((_, index) => !rejected.has(index)));
      }
      return outcome;
    },
    ...more,
  };
};
