import type { AppFamily } from "../src/model/app-family.ts";
import type { ContainerIdentity, TargetIdentity, TaskIdentity } from "../src/model/identity.ts";
import { targetResource } from "../src/model/resource.ts";
import type { Entry, Snapshot } from "../src/model/snapshot.ts";

/** Apps of made-up tasks and what they tell of themselves, for tests of everything that gives it on. */
export const appsAtMs = Date.UTC(2026, 0, 1, 0, 0, 10);

const shopTask = (id: string): TaskIdentity => ({
  arn: `arn:aws:ecs:eu-west-1:111122223333:task/shop/${id}`,
  id,
  cluster: "shop",
  clusterArn: "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
  family: "web",
  revision: "7",
  service: "checkout",
  launchType: "EC2",
  region: "eu-west-1",
  account: "111122223333",
});

const app = (id: string): ContainerIdentity => ({ id: id.padEnd(64, "0"), name: "app", image: "shop/web:2.4" });

/** An entry of the first, second, ... target named `web`. */
export const targetEntry = (
  slot: number,
  families: readonly AppFamily[],
  more: Partial<TargetIdentity> = {},
  task: TaskIdentity | undefined = shopTask(`task${slot}`),
): Entry => {
  const target: TargetIdentity = { id: `c${slot}/web`, kind: "prometheus", name: "web", slot, ...more };
  return { resource: targetResource(target, app(`c${slot}`), task), points: [], families };
};

export const appsSnapshot = (entries: readonly Entry[], takenAtMs = appsAtMs): Snapshot => ({
  takenAtMs,
  form: "daemon",
  entries,
  inputs: [],
});

const atMs = appsAtMs - 500;

/** One of each kind, ten seconds after the sample before. `scale` makes the targets differ. */
export const everyKind = (scale: number): readonly AppFamily[] => [
  {
    name: "http_requests",
    kind: "counter",
    help: 'Requests; "quoted", with a \\ and\na second line.',
    samples: [
      { labels: { method: "get", code: "200" }, value: 1000 * scale, atMs, perSecond: 10 * scale },
      { labels: { method: "post", code: "500" }, value: 4 * scale, atMs, sinceMs: atMs - 60_000, perSecond: 0 },
    ],
  },
  { name: "queue_length", kind: "gauge", help: "Waiting.", samples: [{ labels: {}, value: -2.5 * scale, atMs }] },
  {
    name: "request_duration_seconds",
    kind: "histogram",
    help: "Time to answer.",
    unit: "seconds",
    samples: [
      {
        labels: { method: "get" },
        buckets: [
          { upperBound: 0.1, count: 60 * scale },
          { upperBound: 1, count: 90 * scale },
        ],
        count: 100 * scale,
        sum: 40 * scale,
        atMs,
        growth: { overMs: 10_000, count: 10 * scale, sum: 4 * scale, buckets: [6 * scale, 9 * scale] },
      },
    ],
  },
  {
    name: "gc_seconds",
    kind: "summary",
    help: "Pauses.",
    samples: [
      {
        labels: {},
        quantiles: [
          { quantile: 0.5, value: 0.001 },
          { quantile: 1, value: 0.02 * scale },
        ],
        count: 50 * scale,
        sum: 0.1 * scale,
        atMs,
        growth: { overMs: 10_000, count: 5 * scale, sum: 0.01 * scale },
      },
    ],
  },
  { name: "build", kind: "info", help: "What runs.", samples: [{ labels: { version: "1.2" }, value: 1, atMs }] },
  {
    name: "feature",
    kind: "state-set",
    help: "Switches.",
    samples: [
      { labels: { feature: "dark" }, value: 1, atMs },
      { labels: { feature: "beta" }, value: 0, atMs },
    ],
  },
  { name: "temperature", kind: "unknown", samples: [{ labels: {}, value: 21.5, atMs }] },
];

/** Two targets that give the same names, one with the user's tags. */
export const twoTargets = (): Snapshot =>
  appsSnapshot([targetEntry(1, everyKind(1)), targetEntry(2, everyKind(2), { tags: { team: "blue", slot: "mine" } })]);

/** Names and labels that no back end takes as they are. */
export const oddNames = (): Snapshot =>
  appsSnapshot([
    targetEntry(1, [
      {
        name: "http.server.requests",
        kind: "counter",
        samples: [
          { labels: { "http.route": "/a\\b", task_id: "mine", __name__: "x", "": "y", le: "5" }, value: 1, atMs },
        ],
      },
      { name: "温度", kind: "gauge", samples: [{ labels: { 場所: "部屋" }, value: 20, atMs }] },
      { name: "9lives", kind: "gauge", samples: [{ labels: {}, value: 9, atMs }] },
      {
        name: "latency",
        kind: "histogram",
        samples: [{ labels: { le: "mine" }, buckets: [{ upperBound: 5, count: 1 }], count: 2, atMs }],
      },
    ]),
  ]);
