import type { MetricId } from "../catalogue/catalogue.ts";
import type { Attributes } from "../model/point.ts";
import type { OutputHealth } from "../ports/output-health.ts";

type OutputMetricId = Extract<MetricId, `taskvitals.output.${string}`>;

/** Records a point of the agent itself; undefined values are left out. */
type Add = (metric: OutputMetricId, value: number | undefined, attributes: Attributes) => void;

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

/** What the agent tells of one push output. */
export const outputPoints = (add: Add, health: OutputHealth, nowMs: number): void => {
  const output = { output: health.name };
  const { queue } = health;
  const addEach = (metric: OutputMetricId, attribute: string, counts: ReadonlyMap<string, number>): void => {
    for (const [word, count] of counts) add(metric, count, { ...output, [attribute]: word });
  };
  add("taskvitals.output.points", health.acceptedPoints, output);
  addEach("taskvitals.output.lost_points", "reason", health.lostPoints);
  add("taskvitals.output.items", health.items, output);
  add("taskvitals.output.in_hand_items", health.inHand, output);
  add("taskvitals.output.delivered_items", health.delivered, output);
  add("taskvitals.output.duplicate_items", health.duplicates, output);
  add("taskvitals.output.retried_items", health.retried, output);
  addEach("taskvitals.output.dropped_items", "reason", health.dropped);
  addEach("taskvitals.output.refused_items", "reason", health.refused);
  addEach("taskvitals.output.requests", "outcome", health.requests);
  add("taskvitals.output.sent", health.sentBytes, output);
  add("taskvitals.output.queue.records", queue.records, output);
  add("taskvitals.output.queue.points", queue.points, output);
  add("taskvitals.output.queue.size", queue.bytes, output);
  const ageMs = queue.oldestMs === undefined ? undefined : Math.max(0, nowMs - queue.oldestMs);
  add("taskvitals.output.queue.oldest_age", seconds(ageMs), output);
  add("taskvitals.output.queue.room", queue.roomSeconds, output);
  add("taskvitals.output.circuit", 1, { ...output, status: health.circuit });
  add("taskvitals.output.last_delivery_timestamp", seconds(health.lastDeliveredMs), output);
};
