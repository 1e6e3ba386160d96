import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { oddNames, twoTargets } from "../../../test/app-world.ts";
import { encoded, open } from "../../../test/fakes/elasticsearch/open-output.ts";
import { elasticSchemas } from "../../catalogue/names/elastic-field.ts";
import { ec2Snapshot, fargateSnapshot } from "./sample-snapshots.ts";

/** cases/<snapshot>/<schema>.ndjson; UPDATE=1 writes them, and fails. */
const update = process.env.UPDATE === "1";

const cases = elasticSchemas.flatMap((schema) => [
  { file: `fargate/${schema}.ndjson`, schema, snapshot: fargateSnapshot },
  { file: `ec2/${schema}.ndjson`, schema, snapshot: ec2Snapshot },
]);

const appCases = [
  { file: "apps/two-targets.ndjson", schema: "metricbeat" as const, snapshot: twoTargets },
  { file: "apps/odd-names.ndjson", schema: "native" as const, snapshot: oddNames },
];

const committed = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

describe("the bulk request of", () => {
  it.each([...cases, ...appCases])("$file", async ({ file, schema, snapshot }) => {
    const { output } = open({ schema, agentName: "one", compression: "none" });
    const text = encoded(output, [{ kind: "snapshot", snapshot: snapshot() }]);
    const path = join(import.meta.dirname, "cases", file);
    if (update && (await committed(path)) !== text) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      expect.fail(`${file} is written anew: look at it, then run without UPDATE`);
    }
    expect(text).toBe(await committed(path));
  });
});
