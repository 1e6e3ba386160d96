import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import { expectGolden } from "../../../test/golden.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Point } from "../../model/point.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import { type Look, openSubject } from "./test/harness.ts";
import { type HostTree, treeFiles } from "./test/host-tree.ts";

/** A case is what an engine answers (`given/`) and what is recorded of it, as text (`expected.txt`). */
const folder = join(import.meta.dirname, "cases");

/** When the collection is made. */
const nowMs = Date.parse("2026-03-01T10:05:01Z");

type Document = Readonly<Record<string, unknown>>;

const read = <T>(name: string, file: string): T => JSON.parse(readFileSync(join(folder, name, "given", file), "utf8"));

const eventLines = (name: string): readonly string[] => {
  const path = join(folder, name, "given", "events.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
};

/** Files of the host by their paths, where a case has any. */
const hostOf = (name: string): HostTree =>
  existsSync(join(folder, name, "given", "host.json")) ? read(name, "host.json") : {};

/** The engine of a case: its files by the paths of the API. Beside it what ECS answers, by address. */
const engineOf = (name: string): HttpClient => {
  const { apiVersion, info } = read<{ apiVersion: string; info: Document }>(name, "engine.json");
  const byId = (file: string) => new Map(read<readonly Document[]>(name, file).map((one) => [one.Id ?? one.id, one]));
  const documents = { json: byId("inspect.json"), stats: byId("stats.json") };
  const bodyOf = (path: string): unknown => {
    if (path === `/v${apiVersion}/containers/json`) return read(name, "list.json");
    if (path === `/v${apiVersion}/info`) return info;
    const [, id, what] = /^\/v[\d.]+\/containers\/([0-9a-f]+)\/(json|stats)$/.exec(path) ?? [];
    return what === "json" || what === "stats" ? documents[what].get(id) : undefined;
  };
  const ecs: Document = existsSync(join(folder, name, "given", "ecs.json")) ? read(name, "ecs.json") : {};
  return {
    request: async ({ url }: HttpRequest) => {
      if (Object.hasOwn(ecs, url)) return { ok: true, status: 200, headers: {}, body: JSON.stringify(ecs[url]) };
      const path = new URL(url).pathname;
      const headers = { "api-version": apiVersion };
      if (path === "/_ping") return { ok: true, status: 200, headers, body: "OK" };
      const body = bodyOf(path);
      return { ok: true, status: body === undefined ? 404 : 200, headers, body: JSON.stringify(body ?? {}) };
    },
    lines: async ({ signal }) => {
      async function* lines(): AsyncGenerator<string> {
        yield* eventLines(name);
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      }
      return { ok: true, status: 200, lines: lines() };
    },
    close: async () => {},
  };
};

const time = (ms: number): string => new Date(ms).toISOString();

const pointLine = ({ metric, attributes, value, atMs, sinceMs }: Point): string => {
  const names = Object.keys(attributes).toSorted();
  const inside = names.length === 0 ? "" : `{${names.map((name) => `${name}=${attributes[name]}`).join(", ")}}`;
  const at = atMs === nowMs ? "" : ` at ${time(atMs)}`;
  return `  ${metric}${inside} ${value}${at}${sinceMs === undefined ? "" : ` since ${time(sinceMs)}`}`;
};

const identityLines = (identity: ContainerIdentity | TaskIdentity): readonly string[] =>
  Object.entries(identity).map(
    ([key, value]) => `  ${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );

const asText = ({ outcome, reports, entries }: Look): string => {
  const parts = [...entries.values()].map(({ resource, points }) => {
    const lines = points.map(pointLine).toSorted();
    if (resource.scope === "container") {
      const owner = resource.task === undefined ? "no task" : `task ${resource.task.id}`;
      return [`container of ${owner}`, ...identityLines(resource.container), ...lines].join("\n");
    }
    if (resource.scope === "task") return ["task", ...identityLines(resource.task), ...lines].join("\n");
    return [resource.key, ...lines].join("\n");
  });
  const head = [JSON.stringify(outcome), ...reports.map((report) => JSON.stringify(report))].join("\n");
  return `${[head, ...parts.toSorted()].join("\n\n")}\n`;
};

test.each(readdirSync(folder))("case %s", async (name) => {
  const clock = openFakeClock({ nowMs });
  const subject = openSubject({
    http: engineOf(name),
    clock,
    files: treeFiles(hostOf(name)),
    config: { host: "/var/run/docker.sock" },
  });
  await subject.input.start?.();
  await clock.advance(0);
  const look = await subject.collect();
  await subject.close();
  expectGolden(join(folder, name, "expected.txt"), asText(look));
});
