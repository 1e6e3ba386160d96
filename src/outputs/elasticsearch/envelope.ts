import type { Json } from "./item.ts";
import { addTexts } from "./owner-fields.ts";
import { type DocumentSettings, ecsVersion } from "./settings.ts";
import { dateText } from "./value.ts";
import type { View } from "./view.ts";

/** What stands in every document. Undefined when the time is none. */
export const envelope = (atMs: number, view: View, settings: DocumentSettings): Map<string, Json> | undefined => {
  const time = dateText(atMs);
  if (time === undefined) return undefined;
  const fields = new Map<string, Json>([
    ["@timestamp", time],
    ["ecs.version", ecsVersion],
    ["agent.type", "taskvitals"],
  ]);
  addTexts(fields, { "agent.version": view.agentVersion, "agent.name": settings.agentName });
  return fields;
};

/** Fields that place a document in a data stream of Elastic's naming scheme. */
export const addStream = (into: Map<string, Json>, dataset: string, namespace: string): string => {
  into.set("data_stream.type", "metrics");
  into.set("data_stream.dataset", dataset);
  into.set("data_stream.namespace", namespace);
  return `metrics-${dataset}-${namespace}`;
};
