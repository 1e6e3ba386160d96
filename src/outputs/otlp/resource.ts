import { otlpResource } from "../../catalogue/names/otlp-resource.ts";
import type { Attributes } from "../../formats/otlp/metrics.ts";
import { readEncodedValues } from "../../formats/push-http/named-values.ts";
import type { Resource } from "../../model/resource.ts";
import type { OtlpConfig } from "./config.ts";

/** The record is the user's: a key may be any word, `constructor` too. */
const chosen = (
  record: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
  prefix: string,
): Attributes =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
      return value === undefined || value === "" ? [] : [[`${prefix}${key}`, value]];
    }),
  );

const labelled = (resource: Resource, keys: readonly string[]): Attributes => {
  if (resource.scope !== "task" && resource.scope !== "container") return {};
  return {
    ...(resource.scope === "container" ? chosen(resource.container.labels, keys, "container.label.") : {}),
    ...chosen(resource.task?.tags, keys, "aws.ecs.task.tag."),
  };
};

/** What is told of a resource: what is known of it, what the user wants of its labels, and what the user says. */
export const resourceAttributes = (config: OtlpConfig): ((resource: Resource) => Attributes) => {
  const said = {
    ...readEncodedValues(config.resourceAttributes),
    ...(config.serviceName === "" ? {} : { "service.name": config.serviceName }),
  };
  const self = config.instance === "" ? {} : { "service.instance.id": config.instance };
  return (resource) => ({
    // The user's own of a target, where no other attribute has the name.
    ...(resource.scope === "target" ? chosen(resource.target.tags, Object.keys(resource.target.tags ?? {}), "") : {}),
    ...otlpResource(resource),
    ...(resource.scope === "self" ? self : {}),
    ...labelled(resource, config.labels),
    ...said,
  });
};
