import { expect, it } from "vitest";
import { datadog } from "../../src/outputs/datadog/index.ts";
import { elasticsearch } from "../../src/outputs/elasticsearch/index.ts";
import { mackerel } from "../../src/outputs/mackerel/index.ts";
import { otlp } from "../../src/outputs/otlp/index.ts";
import { prometheusRemoteWrite } from "../../src/outputs/prometheus-remote-write/index.ts";
import { stdout } from "../../src/outputs/stdout/index.ts";
import type { PushOutputDefinition } from "../../src/ports/push-output.ts";

const minute = 60_000;
const hour = 60 * minute;
const cloudWatch = "https://monitoring.eu-central-1.amazonaws.com/v1/metrics";

const limitsOf = <Config>({ limits, config }: PushOutputDefinition<string, Config>, options: unknown = {}) =>
  limits(config.parse(options));

it.each([
  ["Datadog drops it and says 202", limitsOf(datadog), 10 * minute],
  ["Mackerel drops it and says 200", limitsOf(mackerel), 24 * hour - 10 * minute],
  ["Prometheus refuses the whole request, or all of the present", limitsOf(prometheusRemoteWrite), 10 * minute],
  ["CloudWatch refuses it", limitsOf(otlp, { metricsEndpoint: cloudWatch }), 2 * hour],
  ["a collector takes it", limitsOf(otlp, { endpoint: "http://collector:4318" }), undefined],
  ["CloudWatch makes no metric of its line", limitsOf(stdout, { format: "emf" }), 2 * hour],
  ["who reads JSON lines takes it", limitsOf(stdout, { format: "json" }), undefined],
  ["Elasticsearch refuses it document by document, or takes it", limitsOf(elasticsearch), undefined],
])("what is in the future: %s", (_, { maxAheadMs }, expected) => {
  expect(maxAheadMs).toBe(expected);
});

it.each([
  ["Datadog: metrics an hour", limitsOf(datadog), hour],
  ["Mackerel: a day, less what it takes on its way", limitsOf(mackerel), 24 * hour - 10 * minute],
  ["Prometheus: an hour", limitsOf(prometheusRemoteWrite), hour],
  ["CloudWatch, of lines: two weeks, less what they take on their way", limitsOf(stdout), 14 * 24 * hour - hour],
  ["CloudWatch: a day", limitsOf(otlp, { metricsEndpoint: cloudWatch }), 24 * hour],
])("what is in the past: %s", (_, { maxAgeMs }, expected) => {
  expect(maxAgeMs).toBe(expected);
});
