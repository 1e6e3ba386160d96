import type { OutputDefinition } from "../ports/output.ts";
import { datadog } from "./datadog/index.ts";
import { elasticsearch } from "./elasticsearch/index.ts";
import { mackerel } from "./mackerel/index.ts";
import { otlp } from "./otlp/index.ts";
import { prometheus } from "./prometheus/index.ts";
import { prometheusApps } from "./prometheus-apps/index.ts";
import { prometheusRemoteWrite } from "./prometheus-remote-write/index.ts";
import { stdout } from "./stdout/index.ts";

/** Every output there is. */
export const outputs: readonly OutputDefinition[] = [
  prometheus,
  prometheusApps,
  prometheusRemoteWrite,
  datadog,
  mackerel,
  elasticsearch,
  otlp,
  stdout,
];
