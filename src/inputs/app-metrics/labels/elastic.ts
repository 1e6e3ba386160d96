import { readSettings, type SettingKey, type Settings } from "../settings.ts";
import type { Fault, Finding, Labels } from "../wanted.ts";
import { readTemplate } from "./template-port.ts";

const prefix = "co.elastic.metrics/";

const labelNames: Readonly<Partial<Record<SettingKey, string>>> = {
  metrics: "module",
  port: "hosts",
  path: "metrics_path",
  interval: "period",
  timeout: "timeout",
};

/** Read, or without meaning for how the metrics are read. */
const understood = new Set(["module", "hosts", "metrics_path", "period", "timeout", "metricsets", "enabled"]);

const modules: Readonly<Record<string, Settings>> = {
  prometheus: { metrics: "prometheus" },
  golang: { metrics: "expvar" },
};

/** Keys of one set of hints, without prefix and number. */
type Hints = ReadonlyMap<string, string>;

const setsOf = (labels: Labels): ReadonlyMap<string, Hints> => {
  const sets = new Map<string, Map<string, string>>();
  for (const [label, value] of Object.entries(labels)) {
    if (!label.startsWith(prefix)) continue;
    const [, set = "", key = ""] = /^(?:(\d{1,3})\.)?(.*)$/.exec(label.slice(prefix.length)) ?? [];
    const hints = sets.get(set) ?? new Map<string, string>();
    sets.set(set, hints.set(key, value));
  }
  return sets;
};

/** `${data.port}` is the port, `${data.ports.8080}` the one of that number. */
const portOf = (text: string) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the hints' own variable
  if (text === "${data.port}") return { port: undefined };
  const [, number] = /^\$\{data\.ports\.(\d+)\}$/.exec(text) ?? [];
  return number === undefined ? undefined : { port: number };
};

const readSet = (set: string, hints: Hints): Finding => {
  const before = set === "" ? prefix : `${prefix}${set}.`;
  const module = hints.get("module")?.trim() ?? "";
  // Hints of other modules are for those who have them; `enabled` turns them off.
  const settings = Object.hasOwn(modules, module) ? modules[module] : undefined;
  if (settings === undefined || hints.get("enabled") === "false") return { wanted: [], faults: [] };
  const faults: Fault[] = [...hints.keys()]
    .filter((key) => !understood.has(key))
    .map((key) => ({ label: `${before}${key}`, what: "has no effect here", isRead: true }));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the hints' own variable
  const address = readTemplate(hints.get("hosts") ?? "${data.host}:${data.port}", {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the hints' own variable
    host: "${data.host}",
    port: portOf,
  });
  if (!address.ok) {
    return { wanted: [], faults: [...faults, { label: `${before}hosts`, what: address.what, isRead: false }] };
  }
  const said = (key: string) => (hints.has(key) ? { [key]: hints.get(key) } : {});
  const path = hints.get("metrics_path") ?? address.path;
  const found = readSettings(
    {
      ...settings,
      ...(address.port === undefined ? {} : { port: address.port }),
      scheme: address.scheme,
      path,
      interval: hints.get("period") ?? "",
      ...said("timeout"),
    },
    { labelOf: (key) => `${before}${labelNames[key] ?? key}`, from: `${before}module` },
  );
  return { wanted: found.wanted, faults: [...faults, ...found.faults] };
};

/** Elastic's hints, of the modules prometheus and golang. */
export const elasticLabels = (labels: Labels): Finding => {
  const found = [...setsOf(labels)].map(([set, hints]) => readSet(set, hints));
  return { wanted: found.flatMap(({ wanted }) => wanted), faults: found.flatMap(({ faults }) => faults) };
};
