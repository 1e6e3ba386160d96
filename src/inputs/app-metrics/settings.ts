import { type Fault, type Finding, type Kind, kinds, type Wanted } from "./wanted.ts";

/** What can be said of a target, in whatever words: all of it text, as labels are. */
export const settingKeys = [
  "metrics",
  "port",
  "path",
  "scheme",
  "interval",
  "timeout",
  "include",
  "exclude",
  "name",
  "tags",
  "plugin",
] as const;

export type SettingKey = (typeof settingKeys)[number];
export type Settings = Readonly<Partial<Record<SettingKey, string>>>;

export const defaultPaths: Readonly<Record<Kind, string>> = {
  prometheus: "/metrics",
  "go-stats": "/api/stats",
  expvar: "/debug/vars",
  json: "/",
  "mackerel-plugin": "",
};

/** Of kinds that are not read at every collection: what plugins print are changes by the minute. */
export const usualIntervals: Readonly<Partial<Record<Kind, number>>> = { "mackerel-plugin": 60_000 };

type Read<T> = { readonly value: T } | { readonly wrong: string };

const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text);

const kindOf = (text: string): Read<Kind> =>
  isKind(text) ? { value: text } : { wrong: `is ${shown(text)}; it can be ${kinds.join(", ")}` };

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

const portOf = (text: string): Read<number> =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
    ? { value: Number(text) }
    : { wrong: `is ${shown(text)}; it is the container's own port, a number from 1 to 65535` };

/** Printable ASCII: what else there is belongs into percent signs. */
export const pathPattern = /^\/[!-~]{0,499}$/;

const pathOf = (text: string): Read<string> =>
  pathPattern.test(text) && !text.includes("#")
    ? { value: text }
    : { wrong: `is ${shown(text)}; it begins with a slash and has no blanks` };

const schemeOf = (text: string): Read<"http" | "https"> =>
  text === "http" || text === "https" ? { value: text } : { wrong: `is ${shown(text)}; it can be http or https` };

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, "": 1000 };

const durationOf =
  (leastMs: number, mostMs: number) =>
  (text: string): Read<number> => {
    const [, number, unit = ""] = /^(\d{1,7}(?:\.\d{1,3})?)(ms|s|m)?$/.exec(text) ?? [];
    const ms = number === undefined ? Number.NaN : Number(number) * (unitsMs[unit] ?? Number.NaN);
    if (ms >= leastMs && ms <= mostMs) return { value: Math.round(ms) };
    return { wrong: `is ${shown(text)}; it is a time such as 30s, 1m or 500ms, from ${leastMs} to ${mostMs} ms` };
  };

const mostPatterns = 100;

const patternsOf = (text: string): Read<readonly string[]> => {
  const patterns = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const wrong = patterns.find((one) => one.length > 200 || /[\s(){}[\]|\\^$+]/.test(one));
  if (wrong !== undefined)
    return { wrong: `has ${shown(wrong)}; a pattern is a name in which * stands for anything, such as http_*` };
  return patterns.length > mostPatterns ? { wrong: `has more than ${mostPatterns} patterns` } : { value: patterns };
};

export const namePattern = /^[A-Za-z0-9_.-]{1,64}$/;

const nameOf = (text: string): Read<string> =>
  namePattern.test(text)
    ? { value: text }
    : { wrong: `is ${shown(text)}; it has up to 64 letters, digits, dots, dashes and underscores` };

const mostTags = 20;

const tagsOf = (text: string): Read<Readonly<Record<string, string>>> => {
  const tags: Record<string, string> = {};
  for (const item of text.split(",").map((one) => one.trim())) {
    if (item === "") continue;
    const [, key, value] = /^([A-Za-z_][\w.-]{0,63})=([^\n]{1,200})$/.exec(item) ?? [];
    if (key === undefined || value === undefined) {
      return { wrong: `has ${shown(item)}; tags are written team=shop,tier=front` };
    }
    tags[key] = value;
  }
  return Object.keys(tags).length > mostTags ? { wrong: `has more than ${mostTags} tags` } : { value: tags };
};

/** Reads one setting; notes what is wrong with it. An empty text counts as not said. */
const openReader = (settings: Settings, labelOf: (key: SettingKey) => string, faults: Fault[]) => {
  return <T>(key: SettingKey, parse: (text: string) => Read<T>): T | undefined => {
    const text = settings[key]?.trim();
    if (text === undefined || text === "") return undefined;
    const read = parse(text);
    if ("value" in read) return read.value;
    faults.push({ label: labelOf(key), what: read.wrong, isRead: false });
    return undefined;
  };
};

export interface SettingsOptions {
  /** The label that said it, for people. */
  readonly labelOf: (key: SettingKey) => string;
  readonly from: string;
}

/** Shortest and longest pace of one target. */
const intervalOf = durationOf(1000, 3_600_000);
const timeoutOf = durationOf(10, 60_000);

/** What is wanted by these settings; with a single fault nothing is. */
export const readSettings = (settings: Settings, { labelOf, from }: SettingsOptions): Finding => {
  const faults: Fault[] = [];
  const read = openReader(settings, labelOf, faults);
  const kind = read("metrics", kindOf);
  if (kind === undefined && faults.length === 0) {
    faults.push({ label: labelOf("metrics"), what: `is missing; it can be ${kinds.join(", ")}`, isRead: false });
  }
  const wanted = {
    port: read("port", portOf),
    path: read("path", pathOf),
    scheme: read("scheme", schemeOf) ?? "http",
    intervalMs: read("interval", intervalOf),
    timeoutMs: read("timeout", timeoutOf),
    include: read("include", patternsOf) ?? [],
    exclude: read("exclude", patternsOf) ?? [],
    name: read("name", nameOf),
    tags: read("tags", tagsOf) ?? {},
    plugin: read("plugin", nameOf),
    from,
  } satisfies Omit<Wanted, "kind" | "path"> & { path: string | undefined };
  if (kind === "mackerel-plugin" && wanted.plugin === undefined && faults.length === 0) {
    faults.push({
      label: labelOf("plugin"),
      what: "is missing; it names a plugin of the configuration",
      isRead: false,
    });
  }
  if (kind === undefined || faults.length > 0) return { wanted: [], faults };
  const intervalMs = wanted.intervalMs ?? usualIntervals[kind];
  return { wanted: [{ ...wanted, intervalMs, kind, path: wanted.path ?? defaultPaths[kind] }], faults };
};
