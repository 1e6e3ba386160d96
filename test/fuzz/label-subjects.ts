import { datadogLabels } from "../../src/inputs/app-metrics/labels/datadog.ts";
import { elasticLabels } from "../../src/inputs/app-metrics/labels/elastic.ts";
import { ownLabels } from "../../src/inputs/app-metrics/labels/own-labels.ts";
import { cloudWatchLabels, exporterLabels } from "../../src/inputs/app-metrics/labels/plain-labels.ts";
import type { Wanted } from "../../src/inputs/app-metrics/wanted.ts";
import { jsonOf, type Subject } from "./subject.ts";

const own = JSON.stringify({
  "taskvitals.metrics": "prometheus",
  "taskvitals.port": "8080",
  "taskvitals.path": "/metrics?x=1",
  "taskvitals.interval": "30s",
  "taskvitals.include": "http_*,jvm_*",
  "taskvitals.tags": "team=shop,tier=front",
  "taskvitals.2.metrics": "mackerel-plugin",
  "taskvitals.2.plugin": "gostats",
});

const others = JSON.stringify({
  ECS_PROMETHEUS_EXPORTER_PORT: "9113",
  ECS_PROMETHEUS_METRICS_PATH: "/m",
  PROMETHEUS_EXPORTER_PORT: "9114",
  PROMETHEUS_EXPORTER_SCHEME: "https",
  "com.datadoghq.ad.check_names": '["openmetrics"]',
  "com.datadoghq.ad.instances": '[{"openmetrics_endpoint":"http://%%host%%:%%port%%/metrics","metrics":["^http_.+"]}]',
  "co.elastic.metrics/module": "prometheus",
  "co.elastic.metrics/hosts": "$" + "{data.host}:$" + "{data.ports.8080}",
  "co.elastic.metrics/period": "10s",
});

const checks = JSON.stringify({
  "com.datadoghq.ad.checks":
    '{"go_expvar":{"instances":[{"expvar_url":"http://%%host%%:80/debug/vars","tags":["a:b"]}]}}',
});

const isText = (entry: readonly [string, unknown]): entry is readonly [string, string] => typeof entry[1] === "string";

const labelsIn = (input: string): Readonly<Record<string, string>> => {
  const value = jsonOf(input);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).filter(isText)) : {};
};

const check = ({ path, port = 1, scheme, intervalMs = 1000, timeoutMs = 1000 }: Wanted): void => {
  const holds =
    /^(?:\/[!-~]*)?$/.test(path) &&
    Number.isInteger(port) &&
    port >= 1 &&
    port <= 65_535 &&
    (scheme === "http" || scheme === "https") &&
    intervalMs >= 1000 &&
    timeoutMs > 0;
  if (!holds) throw new Error("a target that cannot be");
};

/** What containers' labels say of their metrics. */
export const labelSubjects: readonly Subject[] = [
  {
    name: "labels",
    form: "json",
    corpus: [own, others, checks],
    words: ['"taskvitals.metrics":"json"', "%%port%%", "%%host%%:", "$" + "{data.port}", "[[{", "\\", "5m", "="],
    read: (input) => {
      const labels = labelsIn(input);
      const found = [ownLabels, cloudWatchLabels, exporterLabels, datadogLabels, elasticLabels].map((read) =>
        read(labels),
      );
      for (const { wanted } of found) wanted.forEach(check);
      return found;
    },
    growth: 60,
  },
];
