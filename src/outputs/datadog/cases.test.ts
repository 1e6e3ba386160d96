import { join } from "node:path";
import { describe, it } from "vitest";
import { oddNames, twoTargets } from "../../../test/app-world.ts";
import { bodyOf, fargatePlace, type Output, openOutput, selected } from "../../../test/datadog/open-output.ts";
import { daemonPlace, daemonSnapshots, taskSnapshots } from "../../../test/datadog/snapshots.ts";
import { expectGolden } from "../../../test/golden.ts";
import type { Place } from "../../model/place.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { DatadogItem } from "./item.ts";

/** cases/<name>.txt: what two snapshots, ten seconds apart, become on the wire, an element of the body a line. */
const ec2Sidecar: Place = { form: "sidecar", launchType: "EC2", reasons: [] };
const hosted = { hostname: "i-0a1b2c3d" };

const cases: readonly {
  readonly name: string;
  readonly snapshots: () => Promise<readonly Snapshot[]>;
  readonly place: Place;
  readonly config: Readonly<Record<string, unknown>>;
}[] = [
  {
    name: "ec2-daemon-docker",
    snapshots: daemonSnapshots,
    place: daemonPlace,
    config: {
      ...hosted,
      env: "prod",
      service: "shop",
      tags: ["team:shop cost-centre:42"],
      labelsAsTags: ["team=owner"],
    },
  },
  {
    name: "ec2-daemon-docker-agent7-low",
    snapshots: daemonSnapshots,
    place: daemonPlace,
    config: { ...hosted, generation: "agent7", cardinality: "low" },
  },
  {
    name: "ec2-daemon-container",
    snapshots: daemonSnapshots,
    place: daemonPlace,
    config: { ...hosted, dialects: ["container"] },
  },
  {
    name: "ec2-bridge-sidecar-docker",
    snapshots: () => taskSnapshots("shape-ec2-bridge-v1"),
    place: ec2Sidecar,
    config: hosted,
  },
  {
    name: "ec2-awsvpc-sidecar-docker",
    snapshots: () => taskSnapshots("shape-ec2-awsvpc"),
    place: ec2Sidecar,
    config: hosted,
  },
  { name: "fargate", snapshots: () => taskSnapshots("shape-fargate-v1"), place: fargatePlace, config: {} },
  { name: "fargate-cgroup-v2", snapshots: () => taskSnapshots("shape-fargate-v2"), place: fargatePlace, config: {} },
  {
    name: "fargate-container-orchestrator",
    snapshots: () => taskSnapshots("shape-fargate-v1"),
    place: fargatePlace,
    config: { dialects: ["container"], cardinality: "orchestrator" },
  },
  {
    name: "fargate-taskvitals-low",
    snapshots: () => taskSnapshots("shape-fargate-v1"),
    place: fargatePlace,
    config: { dialects: ["taskvitals"], cardinality: "low" },
  },
  { name: "apps", snapshots: async () => [twoTargets()], place: daemonPlace, config: { ...hosted, checks: "off" } },
  {
    name: "apps-odd-names-low",
    snapshots: async () => [oddNames()],
    place: daemonPlace,
    config: { ...hosted, checks: "off", cardinality: "low", apps: { namespace: "shop" } },
  },
];

type Element = Readonly<Record<string, unknown>> & { readonly tags: readonly string[] };

const elementsOf = (body: unknown): readonly Element[] => {
  const list = Array.isArray(body) ? body : Object.values(body ?? {}).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list : [];
};

/** Tags stand once, below, under the number that their lines have. */
const requestText = (output: Output, items: readonly DatadogItem[], tagLists: string[]): string => {
  const payload = output.encode(items);
  const headers = Object.entries(payload.headers).map(([name, value]) => `${name}: ${value}`);
  const lines = elementsOf(bodyOf(payload)).map(({ tags, ...rest }) => {
    const text = tags.join(" ");
    if (!tagLists.includes(text)) tagLists.push(text);
    return `${JSON.stringify(rest)} tags ${tagLists.indexOf(text) + 1}`;
  });
  return [`${payload.method} ${payload.path}`, ...headers, "", ...lines].join("\n");
};

describe("what goes out", () => {
  it.each(cases)("$name", async ({ name, snapshots, place, config }) => {
    const output = openOutput({ config, place });
    const items = selected(
      output,
      (await snapshots()).map((snapshot) => ({ kind: "snapshot", snapshot })),
    );
    const byRoute = Map.groupBy(items, ({ route }) => route);
    const tagLists: string[] = [];
    const requests = [...byRoute.values()].map((some) => requestText(output, some, tagLists));
    const tags = tagLists.map((text, place) => `tags ${place + 1}: ${text}`).join("\n");
    expectGolden(join(import.meta.dirname, "cases", `${name}.txt`), `${[...requests, tags].join("\n\n")}\n`);
  });
});
