import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../model/snapshot.ts";
import { mackerelConfig } from "./config.ts";
import { encode } from "./encode.ts";
import { openLetter } from "./letter.ts";
import { select } from "./select.ts";
import { settingsOf } from "./settings.ts";
import { everyTenSeconds, noonMs, snapshots } from "./test/samples.ts";
import { daemonScene, fargateScene } from "./test/scenes.ts";

/** cases/<name>.json: what becomes of a minute of snapshots; UPDATE=1 writes them, and fails. */
const update = process.env.UPDATE === "1";

interface Case {
  readonly file: string;
  readonly scene: (takenAtMs: number) => Snapshot;
  readonly config?: Record<string, unknown>;
}

const cases: readonly Case[] = [
  { file: "fargate", scene: fargateScene },
  {
    file: "fargate-agent-names-working-set",
    scene: fargateScene,
    config: { metrics: ["container"], memory: "working-set", checks: [], internalContainers: "show" },
  },
  {
    file: "fargate-custom-names-ignored-container",
    scene: fargateScene,
    config: { metrics: ["custom"], ignoreContainer: "^side" },
  },
  { file: "ec2-daemon", scene: daemonScene },
  { file: "ec2-daemon-instance", scene: daemonScene, config: { hosts: "instance" } },
  {
    file: "ec2-daemon-service-metrics",
    scene: daemonScene,
    config: { metrics: [], serviceMetrics: { service: "shop", prefix: "zone-a.ecs" } },
  },
];

/** Six snapshots of one minute, by route as `encode` gives them. */
const payloads = ({ scene, config = {} }: Case): string => {
  const settings = settingsOf(mackerelConfig.parse({ apiKey: "secret", ...config }));
  const items = select(settings, snapshots(everyTenSeconds(noonMs, 6).map(scene)));
  const byRoute = Map.groupBy(items, ({ route }) => route);
  const shown = [...byRoute.values()].map((own) => {
    const { method, path, body } = encode(own);
    return { request: `${method} ${path}`, ...openLetter(body) };
  });
  return `${JSON.stringify(shown, undefined, 1)}\n`;
};

describe("a minute of snapshots becomes", () => {
  it.each(cases)("$file", async (one) => {
    const path = join(import.meta.dirname, "cases", `${one.file}.json`);
    const expected = await readFile(path, "utf8").catch(() => "");
    const actual = payloads(one);
    if (update && actual !== expected) await writeFile(path, actual);
    expect(actual).toBe(expected);
  });
});
