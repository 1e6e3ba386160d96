import { type Fields, fieldsOf } from "../../../formats/json-fields.ts";
import { readSettings, type Settings } from "../settings.ts";
import type { Fault, Finding, Labels } from "../wanted.ts";
import { readTemplate } from "./template-port.ts";

const prefix = "com.datadoghq.ad.";
const checksLabel = `${prefix}checks`;
const instancesLabel = `${prefix}instances`;

const nothing: Finding = { wanted: [], faults: [] };

/** Where each check has its address, and what it is here. */
const checks: Readonly<Record<string, { readonly kind: string; readonly address: readonly string[] }>> = {
  openmetrics: { kind: "prometheus", address: ["openmetrics_endpoint", "prometheus_url"] },
  prometheus: { kind: "prometheus", address: ["prometheus_url"] },
  go_expvar: { kind: "expvar", address: ["expvar_url"] },
};

/** Read, or without meaning for how the metrics are read. */
const understood = new Set([
  "openmetrics_endpoint",
  "prometheus_url",
  "expvar_url",
  "namespace",
  "metrics",
  "exclude_metrics",
  "tags",
  "timeout",
  "min_collection_interval",
  "name",
  "max_returned_metrics",
]);

const parse = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

/** `%%port%%` is the port; which one `%%port_0%%` or `%%port_NAME%%` means cannot be known. */
const portOf = (text: string) => (text === "%%port%%" ? { port: undefined } : undefined);

/** A regular expression in the few forms that are patterns in effect; undefined for others. */
const patternOf = (expression: string): string | undefined => {
  const bare = expression
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replaceAll(/\.[*+]/g, "*");
  const anchored = expression.startsWith("^") || /^[\w:]+$/.test(expression);
  const pattern = anchored || bare.startsWith("*") ? bare : `*${bare}`;
  return /^[\w:*]+$/.test(pattern) ? pattern : undefined;
};

interface Patterns {
  readonly text: string;
  readonly faults: readonly Fault[];
}

/** Names, expressions and renamings, of which the new name has no effect. */
const patternsOf = (instance: Fields, key: string, label: string): Patterns => {
  const renamed = (instance.list(key) ?? []).flatMap((mapping) => mapping.keys);
  const expressions = [...instance.texts(key), ...renamed];
  const known = expressions.flatMap((expression) => patternOf(expression) ?? []);
  if (known.length === expressions.length) return { text: known.join(","), faults: [] };
  const what = `has expressions in ${key} that are no patterns with * here; all metrics are read`;
  return { text: key === "metrics" ? "" : known.join(","), faults: [{ label, what, isRead: true }] };
};

/** `key:value` is how Datadog writes them; a tag without a value has no place here. */
const tagsOf = (instance: Fields): string =>
  instance
    .texts("tags")
    .filter((tag) => /^[A-Za-z_][\w.-]*:[^,]+$/.test(tag))
    .map((tag) => tag.replace(":", "="))
    .join(",");

const secondsOf = (instance: Fields, key: string): string => {
  const seconds = instance.limit(key);
  return seconds === undefined ? "" : `${seconds}s`;
};

const readInstance = (check: string, instance: Fields, label: string): Finding => {
  const about = Object.hasOwn(checks, check) ? checks[check] : undefined;
  if (about === undefined) return nothing;
  const wrong = (what: string): Finding => ({ wanted: [], faults: [{ label, what, isRead: false }] });
  const address = about.address.map((key) => instance.text(key)).find((text) => text !== undefined);
  if (address === undefined) return wrong(`has no ${about.address[0]}`);
  if (address.includes("%%env_")) return wrong("has %%env_...%%: variables of the agent are not given to labels");
  const template = readTemplate(address, { host: "%%host%%", port: portOf });
  if (!template.ok) return wrong(template.what);
  const unused = instance.keys.filter((key) => !understood.has(key));
  const include = patternsOf(instance, "metrics", label);
  const exclude = patternsOf(instance, "exclude_metrics", label);
  const settings: Settings = {
    metrics: about.kind,
    port: template.port ?? "",
    path: template.path,
    scheme: template.scheme,
    include: include.text,
    exclude: exclude.text,
    name: instance.text("namespace") ?? "",
    tags: tagsOf(instance),
    timeout: secondsOf(instance, "timeout"),
    interval: secondsOf(instance, "min_collection_interval"),
  };
  const found = readSettings(settings, { labelOf: () => label, from: label });
  const remarks = unused.map((key): Fault => ({ label, what: `has ${key}, which has no effect here`, isRead: true }));
  return { wanted: found.wanted, faults: [...include.faults, ...exclude.faults, ...remarks, ...found.faults] };
};

const join = (findings: readonly Finding[]): Finding => ({
  wanted: findings.flatMap(({ wanted }) => wanted),
  faults: findings.flatMap(({ faults }) => faults),
});

/** One label with all checks, which newer agents have. */
const fromChecks = (text: string): Finding => {
  const document = fieldsOf({ checks: parse(text) }).object("checks");
  if (document.keys.length === 0) {
    return { wanted: [], faults: [{ label: checksLabel, what: "is no JSON object of checks", isRead: false }] };
  }
  return join(
    document.keys.flatMap((check) =>
      (document.object(check).list("instances") ?? []).map((instance) => readInstance(check, instance, checksLabel)),
    ),
  );
};

/** Three labels that belong together, by position; an element of `instances` may be a list itself. */
const fromLists = (names: string, text: string): Finding => {
  const checkNames = fieldsOf({ names: parse(names) }).texts("names");
  if (!checkNames.some((name) => Object.hasOwn(checks, name))) return nothing;
  const parsed = parse(text);
  if (!Array.isArray(parsed)) {
    return { wanted: [], faults: [{ label: instancesLabel, what: "is no JSON list", isRead: false }] };
  }
  return join(
    parsed.flatMap((element: unknown, place): readonly Finding[] => {
      const instances = Array.isArray(element) ? element : [element];
      return instances.map((instance: unknown) =>
        readInstance(checkNames[place] ?? "", fieldsOf(instance), instancesLabel),
      );
    }),
  );
};

/** Datadog's Autodiscovery, of the checks openmetrics, prometheus and go_expvar. */
export const datadogLabels = (labels: Labels): Finding => {
  const all = labels[checksLabel];
  if (all !== undefined) return fromChecks(all);
  const names = labels[`${prefix}check_names`];
  const instances = labels[instancesLabel];
  return names === undefined || instances === undefined ? nothing : fromLists(names, instances);
};
