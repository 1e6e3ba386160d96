import type { Measure } from "./fields.ts";

/** `share`: as a ratio of the limit. Otherwise in vCPUs, bytes (per second), milliseconds, or a plain count. */
export interface FilterNumber {
  readonly value: number;
  readonly share: boolean;
}

const bytes: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
};

const times: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

const units = {
  "share-or-vcpu": { vcpu: 1, cpu: 1 },
  "share-or-bytes": bytes,
  bytes: { "": 1, ...bytes },
  count: { "": 1 },
  time: { "": 1000, ...times },
} satisfies Record<Measure, Readonly<Record<string, number>>>;

/** `80`, `80%`, `512MiB`, `1.5m/s`, `2h`, as the field measures; undefined when it isn't one. */
export const numberOf = (text: string, measure: Measure): FilterNumber | undefined => {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z%]*)(?:\/s)?$/i.exec(text);
  if (parts === null) return undefined;
  const value = Number(parts[1]);
  const unit = (parts[2] ?? "").toLowerCase();
  if (measure.startsWith("share") && (unit === "" || unit === "%")) return { value: value / 100, share: true };
  const known: Readonly<Record<string, number>> = units[measure];
  const factor = Object.hasOwn(known, unit) ? known[unit] : undefined;
  return factor === undefined ? undefined : { value: value * factor, share: false };
};
