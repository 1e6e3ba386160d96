import { gunzipSync } from "node:zlib";
import type { Place } from "../../src/model/place.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { datadog } from "../../src/outputs/datadog/index.ts";
import type { DatadogItem } from "../../src/outputs/datadog/item.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { gzip } from "../../src/platform/gzip.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import type { Delivery, Payload } from "../../src/ports/push-output.ts";

export const fargatePlace: Place = { form: "sidecar", launchType: "FARGATE", reasons: [] };

/** Nobody listens anywhere. */
const noHttp: HttpClient = {
  request: async () => ({ ok: false, reason: "refused", detail: "nobody listens" }),
  lines: async () => ({ ok: false, reason: "refused", detail: "nobody listens" }),
  close: async () => {},
};

export interface OutputOptions {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly place?: Place;
  readonly http?: HttpClient;
  readonly clock?: Clock;
}

/** The output as the program makes it. */
export const openOutput = ({
  config = {},
  place = fargatePlace,
  http = noHttp,
  clock = systemClock,
}: OutputOptions = {}) => datadog.create(datadog.config.parse(config), { place, clock, http, gzip });

export type Output = ReturnType<typeof openOutput>;

export const asDeliveries = (snapshots: readonly Snapshot[]): readonly Delivery[] =>
  snapshots.map((snapshot) => ({ kind: "snapshot", snapshot }));

export const selected = (output: Output, deliveries: readonly Delivery[]): readonly DatadogItem[] =>
  output.select(deliveries);

export const ofRoute = <Route extends DatadogItem["route"]>(items: readonly DatadogItem[], route: Route) =>
  items.filter((item): item is Extract<DatadogItem, { readonly route: Route }> => item.route === route);

export const bodyOf = ({ body, headers }: Payload): unknown => {
  const plain = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  return JSON.parse(Buffer.from(plain).toString("utf8"));
};
