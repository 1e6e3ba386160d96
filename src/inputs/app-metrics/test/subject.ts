import { noKeepsake } from "../../../../test/no-keepsake.ts";
import { noPlugins } from "../../../../test/no-plugins.ts";
import type { AppFamily } from "../../../model/app-family.ts";
// biome-ignore lint/style/noRestrictedImports: the board that the program has
import { openContainerBoard } from "../../../pipeline/container-board.ts";
// biome-ignore lint/style/noRestrictedImports: what is recorded is read as the pipeline would
import { openRecorder } from "../../../pipeline/recorder.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { systemClock } from "../../../platform/clock.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { nodeFiles } from "../../../platform/files.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { gunzip } from "../../../platform/gzip.ts";
// biome-ignore lint/style/noRestrictedImports: real sockets
import { nodeHttpClient } from "../../../platform/http-client.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { HttpClient } from "../../../ports/http-client.ts";
import type { CollectContext } from "../../../ports/input.ts";
import type { Keepsake } from "../../../ports/keepsake.ts";
import type { OpenPlugins } from "../../../ports/plugins.ts";
import type { Problem } from "../../../problems/problem.ts";
import { appMetrics } from "../index.ts";

/** One target as a collection left it. */
export interface Seen {
  readonly name: string;
  readonly slot: number;
  readonly address: string | undefined;
  /** By metric, with the reason behind a blank where there is one. */
  readonly values: Readonly<Record<string, number>>;
  readonly families: readonly AppFamily[] | undefined;
}

export interface SubjectOptions {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly http?: HttpClient;
  readonly clock?: Clock;
  readonly plugins?: OpenPlugins;
  readonly keepsake?: Keepsake;
}

/** The input, and a board on which the test puts containers. */
export const openSubject = (options: SubjectOptions = {}) => {
  const { config = {}, http, clock = systemClock, plugins = noPlugins, keepsake = noKeepsake } = options;
  const client = http ?? nodeHttpClient();
  const board = openContainerBoard();
  const input = appMetrics.create(appMetrics.config.parse(config), {
    place: { form: "daemon", reasons: [] },
    clock,
    http: client,
    files: nodeFiles,
    gunzip,
    plugins,
    containers: board,
    keepsake,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  return {
    board,
    input,
    collect: async (more: Partial<CollectContext> = {}) => {
      const nowMs = clock.now();
      const recording = openRecorder(nowMs);
      const problems: Problem[] = [];
      const outcome = await input.collect({
        recorder: recording.recorder,
        signal: new AbortController().signal,
        nowMs,
        report: (found) => problems.push(found),
        ...more,
      });
      const targets = [...recording.close().drafts.values()].flatMap(({ resource, points, families }): Seen[] => {
        if (resource.scope !== "target") return [];
        const { name, slot, address } = resource.target;
        const entries = points.map(({ metric, value, attributes }): [string, number] => [
          [metric.replace("target.", ""), ...Object.values(attributes)].join(" "),
          value,
        ]);
        return [{ name, slot, address, values: Object.fromEntries(entries), families }];
      });
      return { outcome, problems, targets };
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await input.stop?.();
      await client.close();
    },
  };
};
