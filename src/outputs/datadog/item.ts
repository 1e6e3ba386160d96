import type { PushItem } from "../../ports/push-output.ts";

/** One point of a series. */
export interface SeriesItem extends PushItem {
  readonly route: "series";
  readonly metric: string;
  readonly value: number;
  /** Cleaned tags, joined by commas, which no tag has. */
  readonly tags: string;
  /** Datadog's name of the unit, where it may not know it. */
  readonly unit?: string;
  /** A change per second: the seconds it was counted in. Datadog makes counts of it. */
  readonly interval?: number;
}

/** Datadog's numbers of the status of a service check. */
export const checkStatuses = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type CheckStatus = keyof typeof checkStatuses;

/** One result of a service check. */
export interface CheckItem extends PushItem {
  readonly route: "checks";
  readonly check: string;
  readonly status: CheckStatus;
  readonly tags: string;
  readonly message: string;
}

/** One event of the event stream. */
export interface EventItem extends PushItem {
  readonly route: "events";
  readonly title: string;
  readonly text: string;
  readonly alertType: "error" | "warning" | "info" | "success";
  /** Events with one key are shown as one. */
  readonly aggregationKey: string;
  readonly tags: string;
}

export type DatadogItem = SeriesItem | CheckItem | EventItem;
