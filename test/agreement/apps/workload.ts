import { decodeDelivery, encodeDelivery } from "../../../src/formats/delivery-record/record.ts";
import type { AppFamily } from "../../../src/model/app-family.ts";
import { openPartition } from "../../../src/pipeline/partition.ts";
import { openRecorder } from "../../../src/pipeline/recorder.ts";
import { zstd } from "../../../src/platform/zstd.ts";
import type { Delivery } from "../../../src/ports/push-output.ts";

/** Two tasks of one service, each with an app that gives the same names; the second app is started anew once. */
export const startedMs = Date.UTC(2026, 0, 1, 12);
const intervalMs = 10_000;
const collections = 19;
export const slots = [1, 2] as const;
const restartedMs = 45_000;

const bounds = [0.1, 0.5, 1];
/** What an app counts in a second, times its slot. */
export const everySecond = {
  shop_requests: { get: 3, post: 1 },
  shop_answer_seconds: { "le 0.1": 1, "le 0.5": 2, "le 1": 3, count: 4, sum: 1.5 },
  shop_pause_seconds: { count: 2, sum: 0.5 },
} as const;

export const quantiles = { "quantile 0.5": 0.01, "quantile 0.99": 0.25 } as const;

/** Since when an app has counted, at a time after the beginning; it has run for a minute when it is first seen. */
const sinceMs = (slot: number, ms: number): number => (slot === 2 && ms >= restartedMs ? restartedMs : -60_000);

/** Seconds that what an app counts at that time was counted in. */
export const countedSeconds = (slot: number, atMs: number): number => {
  const ms = atMs - startedMs;
  return slot * ((ms - sinceMs(slot, ms)) / 1000);
};

/** Seconds that it counted since the sample before, of which the restart is no part. */
export const gainedSeconds = (slot: number, atMs: number, overMs: number): number => {
  const ms = atMs - startedMs;
  return (slot * Math.min(overMs, ms - sinceMs(slot, ms))) / 1000;
};

export const queueLength = (slot: number, atMs: number): number => slot * 100 + ((atMs - startedMs) / 10_000) * 2.5;

const familiesOf = (slot: number, plannedMs: number, shiftMs: number): readonly AppFamily[] => {
  const seconds = countedSeconds(slot, plannedMs);
  const atMs = plannedMs + shiftMs;
  const since = startedMs + sinceMs(slot, plannedMs - startedMs) + shiftMs;
  const { shop_requests: requests, shop_answer_seconds: answers, shop_pause_seconds: pauses } = everySecond;
  const counts = [answers["le 0.1"], answers["le 0.5"], answers["le 1"]];
  return [
    {
      name: "shop_requests",
      kind: "counter",
      help: "Requests.",
      samples: [
        { labels: { method: "get" }, value: requests.get * seconds, atMs, sinceMs: since },
        { labels: { method: "post" }, value: requests.post * seconds, atMs, sinceMs: since },
      ],
    },
    {
      name: "shop_queue_length",
      kind: "gauge",
      help: "Waiting.",
      samples: [{ labels: { queue: "mail" }, value: queueLength(slot, plannedMs), atMs }],
    },
    {
      name: "shop_answer_seconds",
      kind: "histogram",
      help: "Time to answer.",
      unit: "seconds",
      samples: [
        {
          labels: { method: "get" },
          buckets: bounds.map((upperBound, place) => ({ upperBound, count: (counts[place] ?? 0) * seconds })),
          count: answers.count * seconds,
          sum: answers.sum * seconds,
          atMs,
          sinceMs: since,
        },
      ],
    },
    {
      name: "shop_pause_seconds",
      kind: "summary",
      help: "Pauses.",
      samples: [
        {
          labels: { kind: "full" },
          quantiles: [
            { quantile: 0.5, value: slot * quantiles["quantile 0.5"] },
            { quantile: 0.99, value: slot * quantiles["quantile 0.99"] },
          ],
          count: pauses.count * seconds,
          sum: pauses.sum * seconds,
          atMs,
          sinceMs: since,
        },
      ],
    },
  ];
};

/**
 * What outputs are handed of the apps: through the pipeline and the buffer's bytes, as in the program.
 *
 * @param shiftMs how much later everything is, for stores that take nothing old
 */
export const watchApps = (shiftMs = 0): readonly Delivery[] => {
  const partition = openPartition(3 * intervalMs);
  return Array.from({ length: collections }, (_, number): Delivery => {
    const elapsedMs = number * intervalMs;
    const plannedMs = startedMs + elapsedMs;
    const nowMs = plannedMs + shiftMs;
    const { recorder, close } = openRecorder(nowMs);
    for (const slot of slots) {
      const id = `${slot}`.repeat(32);
      const arn = `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`;
      const task = { arn, id, cluster: "shop", family: "web", revision: "7", service: "checkout", launchType: "EC2" };
      const container = { id: `${slot}`.repeat(64), name: "app", image: "shop/web:2.4" };
      recorder.container(container, task);
      const target = { id: `${container.id}/web`, kind: "prometheus", name: "web", slot };
      recorder.target(target, container, task).families(familiesOf(slot, plannedMs, shiftMs));
    }
    partition.take(close(), { nowMs, elapsedMs }, false);
    const entries = partition.entries(elapsedMs);
    const snapshot = { takenAtMs: nowMs, form: "daemon", entries, inputs: [] } as const;
    const delivery = decodeDelivery(encodeDelivery({ kind: "snapshot", snapshot }, zstd), zstd);
    if (delivery === undefined) throw new Error("a snapshot does not survive the buffer");
    return delivery;
  });
};
