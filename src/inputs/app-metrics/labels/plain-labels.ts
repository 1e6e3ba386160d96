import { readSettings, type SettingKey, type Settings } from "../settings.ts";
import type { Finding, Labels } from "../wanted.ts";

/** A family of labels that says the same as ours, a label for each setting. */
interface PlainFamily {
  readonly from: string;
  /** Without this one there is nothing to read. */
  readonly marker: string;
  readonly labels: Readonly<Partial<Record<SettingKey, string>>>;
  /** What the labels themselves do not say. */
  readonly settings: Settings;
}

const nothing: Finding = { wanted: [], faults: [] };

/** CloudWatch agent's; `job` is the label that its documentation takes for the job's name. */
const cloudWatch: PlainFamily = {
  from: "ECS_PROMETHEUS_EXPORTER_PORT",
  marker: "ECS_PROMETHEUS_EXPORTER_PORT",
  labels: {
    port: "ECS_PROMETHEUS_EXPORTER_PORT",
    path: "ECS_PROMETHEUS_METRICS_PATH",
    name: "ECS_PROMETHEUS_JOB_NAME",
  },
  settings: { metrics: "prometheus" },
};

/** Of discoveries that write files for Prometheus. */
const exporter: PlainFamily = {
  from: "PROMETHEUS_EXPORTER_PORT",
  marker: "PROMETHEUS_EXPORTER_PORT",
  labels: {
    port: "PROMETHEUS_EXPORTER_PORT",
    path: "PROMETHEUS_EXPORTER_PATH",
    scheme: "PROMETHEUS_EXPORTER_SCHEME",
    name: "PROMETHEUS_EXPORTER_JOB_NAME",
  },
  settings: { metrics: "prometheus" },
};

const plain =
  ({ from, marker, labels: names, settings }: PlainFamily) =>
  (labels: Labels): Finding => {
    if (!labels[marker]?.trim()) return nothing;
    const said = Object.entries(names).flatMap(([key, label]) =>
      labels[label] === undefined ? [] : [[key, labels[label]]],
    );
    return readSettings({ ...settings, ...Object.fromEntries(said) }, { labelOf: (key) => names[key] ?? marker, from });
  };

export const cloudWatchLabels = plain(cloudWatch);
export const exporterLabels = plain(exporter);
