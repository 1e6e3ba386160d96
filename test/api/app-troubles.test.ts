import { expect, it } from "vitest";
import { discover } from "../../src/inputs/app-metrics/discover.ts";
import { recordTarget } from "../../src/inputs/app-metrics/record-target.ts";
import { containerResource, targetResource } from "../../src/model/resource.ts";
import type { BoardContainer } from "../../src/ports/container-board.ts";
import type { Recorder } from "../../src/ports/recorder.ts";
import type { Problem } from "../../src/problems/problem.ts";
import { problems } from "../../src/problems/table.ts";
import { appsOf } from "../../src/web/api/app-targets.ts";
import type { Trouble } from "../../src/web/api/contract.ts";
import { appsAtMs, appsSnapshot } from "../app-world.ts";

/** What the reader of apps says of a target has to be found again by who shows the target. */
const task = { arn: "arn:aws:ecs:eu-west-1:1:task/shop/t1", id: "t1", cluster: "shop", family: "web", revision: "7" };

const containerWith = (labels: Readonly<Record<string, string>>): BoardContainer => ({
  container: { id: "c1".padEnd(64, "0"), name: "app", labels },
  task,
  createdMs: undefined,
  networkMode: "bridge",
  ports: [{ containerPort: 80, protocol: "tcp", hostPort: 32768, hostIp: undefined }],
  addresses: [],
});

const foundIn = (seen: BoardContainer) =>
  discover(new Map([["docker", { vantage: "machine", containers: [seen], asOfMs: appsAtMs }]]), {
    rules: [],
    otherLabels: true,
    hostAddress: undefined,
    maxTargets: 10,
    plugins: new Set(),
  });

const troubleOf = ({ code, subject, detail }: Problem): Trouble => {
  const { severity, title, fix } = problems[code];
  return { code, severity, owner: "app-metrics", subject, detail, title, fix };
};

const nothing = { record: () => {} };

it.each(["http", "https"])("a target over %s that is refused says so, and what to do, where it is shown", (scheme) => {
  const seen = containerWith({
    "taskvitals.metrics": "prometheus",
    "taskvitals.path": "/metrics?token=1",
    "taskvitals.scheme": scheme,
    "taskvitals.2.metrics": "prometheus",
    "taskvitals.2.port": "none",
  });
  const { targets, problems: ofLabels } = foundIn(seen);
  const said = [...ofLabels];
  const shown: ReturnType<typeof targetResource>[] = [];
  const recorder: Recorder = {
    task: () => nothing,
    container: () => nothing,
    image: () => nothing,
    host: () => nothing,
    target: (...identity) => {
      shown.push(targetResource(...identity));
      return { record: () => {}, families: () => {} };
    },
  };
  const failed = { ok: false, reason: "refused", detail: "", durationMs: 1 } as const;
  for (const target of targets) {
    const kept = { last: failed, errors: new Map(), dropped: new Map() };
    recordTarget(recorder, target, 1, kept, (found) => said.push(found));
  }
  const container = containerResource(seen.container, task);
  const report = appsOf(appsSnapshot(shown.map((resource) => ({ resource, points: [], families: [] }))), {
    key: container.key,
    answeredMs: appsAtMs,
    everyMs: 10_000,
    concerned: new Set([container.key]),
    containers: [container],
    troubles: said.map(troubleOf),
  });
  expect(report.targets.map((target) => target.troubles.map(({ code }) => code))).toEqual([["target-refused"]]);
  expect(report.troubles.map(({ code }) => code)).toEqual(["target-label"]);
});
