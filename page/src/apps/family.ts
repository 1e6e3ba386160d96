import type { AppTarget } from "../../../src/web/api/contract.ts";

/** What an app tells of itself under one name. */
export type Family = AppTarget["families"][number];
export type Sample = Family["samples"][number];

const units: Readonly<Record<string, string>> = { seconds: "s", bytes: "By" };

/** UCUM, by what the app says or by the ending of its name; empty where neither is known. */
export const unitOf = ({ name, unit }: Pick<Family, "name" | "unit">): string =>
  units[unit ?? ""] ?? units[name.slice(name.lastIndexOf("_") + 1)] ?? "";

/** Seconds since the epoch, as Prometheus' clients name them. */
export const isMoment = ({ name, kind }: Pick<Family, "name" | "kind">): boolean =>
  kind !== "counter" && /_(time|timestamp)_seconds$/.test(name);
