import type { Hashing } from "../../ports/hashing.ts";
import type { Delivery } from "../../ports/push-output.ts";
import { appDocuments } from "./app-documents.ts";
import { elasticSets } from "./elastic-sets.ts";
import type { DocumentItem } from "./item.ts";
import { nativeDocuments } from "./native-documents.ts";
import { setDocuments } from "./set-documents.ts";
import type { DocumentSettings } from "./settings.ts";
import { viewOf } from "./view.ts";

/** Documents of snapshots, each sample's once. Pure. */
export const selector = (
  settings: DocumentSettings,
  hashing: Hashing,
): ((deliveries: readonly Delivery[]) => readonly DocumentItem[]) => {
  const documents =
    settings.schema === "native" ? nativeDocuments(settings, hashing) : setDocuments(elasticSets, settings, hashing);
  const ofApp = appDocuments(settings, hashing);
  return (deliveries) => {
    const items = new Map<string, DocumentItem>();
    for (const delivery of deliveries) {
      if (delivery.kind !== "snapshot") continue;
      const view = viewOf(delivery.snapshot, settings.internalContainers);
      for (const item of [...documents(view), ...view.apps.flatMap((app) => ofApp(view, app))]) {
        const key = `${item.stream} ${item.id}`;
        if (!items.has(key)) items.set(key, item);
      }
    }
    return [...items.values()];
  };
};
