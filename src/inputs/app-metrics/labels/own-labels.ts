import { readSettings, type SettingKey, type Settings, settingKeys } from "../settings.ts";
import type { Fault, Finding, Labels } from "../wanted.ts";

const prefix = "taskvitals.";

/** Labels of ours that say nothing of targets. */
const reserved = /^(ignore$|logs\.|check\.)/;

const mostSets = 20;

const isSettingKey = (text: string): text is SettingKey => settingKeys.some((key) => key === text);

const flag = (text: string | undefined): boolean => text !== undefined && /^(true|1|yes)$/i.test(text.trim());

/** The container wants none of its metrics read, whoever says so. */
export const isIgnored = (labels: Labels): boolean => flag(labels[`${prefix}ignore`]);

/** `metrics` is of the first set, `2.metrics` of the set 2. */
const split = (key: string): { readonly set: string; readonly rest: string } => {
  const [, set = "", rest = key] = /^(\d{1,3})\.(.+)$/.exec(key) ?? [];
  return { set, rest };
};

const unknown = (label: string): Fault => ({
  label,
  what: `is not known; there are ${settingKeys.join(", ")} and ignore, each with a number before it for further targets`,
  isRead: true,
});

/** `taskvitals.metrics`, `taskvitals.port`, ...; further targets of the container as `taskvitals.1.metrics`, ... */
export const ownLabels = (labels: Labels): Finding => {
  const faults: Fault[] = [];
  const sets = new Map<string, Partial<Record<SettingKey, string>>>();
  for (const [label, value] of Object.entries(labels)) {
    if (!label.startsWith(prefix)) continue;
    const { set, rest } = split(label.slice(prefix.length));
    if (reserved.test(rest)) continue;
    if (!isSettingKey(rest)) faults.push(unknown(label));
    else sets.set(set, { ...sets.get(set), [rest]: value });
  }
  const ordered = [...sets].sort(([one], [other]) => Number(one) - Number(other));
  const findings = ordered.slice(0, mostSets).map(([set, settings]: readonly [string, Settings]) => {
    const before = set === "" ? prefix : `${prefix}${set}.`;
    return readSettings(settings, { labelOf: (key) => `${before}${key}`, from: `${before}metrics` });
  });
  if (ordered.length > mostSets) {
    const label = `${prefix}${ordered[mostSets]?.[0] ?? ""}.metrics`;
    faults.push({ label, what: `is one too many; a container has up to ${mostSets} targets`, isRead: false });
  }
  return {
    wanted: findings.flatMap(({ wanted }) => wanted),
    faults: [...findings.flatMap((finding) => finding.faults), ...faults],
  };
};
