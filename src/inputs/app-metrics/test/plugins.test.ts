import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPlugins } from "../../../platform/plugins.ts";
import type { PluginRun } from "../../../ports/plugins.ts";
import { container, port, sheet } from "./board.ts";
import { openSubject } from "./subject.ts";

let folder: string;
let program: string;

/** Tells its arguments and its variable, and how often it ran in this folder, as plugins that remember do. */
const script = `#!/bin/sh
if [ "$MACKEREL_AGENT_PLUGIN_META" = 1 ]; then
  echo '# mackerel-agent-plugin'
  echo '{"graphs":{"demo.#":{"label":"Demo","unit":"integer","metrics":[{"name":"runs","label":"Runs"}]}}}'
  exit 0
fi
[ "$3" = fail ] && { echo broken >&2; exit 3; }
[ "$3" = hang ] && sleep 60
echo x >> "$MACKEREL_PLUGIN_WORKDIR/runs"
printf 'demo.%s.runs\\t%s\\t1\\n' "$1" "$(wc -l < "$MACKEREL_PLUGIN_WORKDIR/runs" | tr -d ' ')"
printf 'demo.%s.port\\t%s\\t1\\n' "$1" "$2"
printf 'demo.%s.%s\\t1\\t1\\n' "$1" "$WHO"
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskvitals-plugins-"));
  program = join(folder, "plugin");
  await writeFile(program, script);
  await chmod(program, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const labels = { "taskvitals.metrics": "mackerel-plugin", "taskvitals.plugin": "demo", "taskvitals.interval": "1s" };

const at = (id: string, hostPort: number, more: Readonly<Record<string, string>> = {}) =>
  container(id, { ...labels, ...more }, { ports: [port(8080, hostPort, "0.0.0.0")] });

/** The real runner, and every run that it was asked for. */
const open = (how: string, extra: Readonly<Record<string, unknown>> = {}) => {
  const runs: PluginRun[] = [];
  const command = [program, "{container}_{slot}", "{port}", how];
  const config = {
    plugins: [{ name: "demo", command, environment: { WHO: "{task}-{container_port}" } }],
    pluginFolder: folder,
    patienceMs: 60_000,
    ...extra,
  };
  const subject = openSubject({
    config,
    plugins: (where) => {
      const real = openPlugins({ folder: where });
      return {
        ...real,
        run: (run) => {
          runs.push(run);
          return real.run(run);
        },
      };
    },
  });
  return { subject, runs };
};

const read = ({ families }: { readonly families: unknown }): unknown => families;

test("a plugin runs once for each target, with that one's port and number, and its graphs name the values", async () => {
  const { subject, runs } = open("go");
  await using _ = subject;
  subject.board.publish("x", sheet(at("c1", 32768), at("c2", 32769)));
  const { targets, problems } = await subject.collect();
  expect(problems).toEqual([]);
  expect(targets.map(({ values }) => values.up)).toEqual([1, 1]);
  expect(targets.map(read)).toMatchObject([
    [
      {
        name: "demo.app_1.runs",
        help: "Demo: Runs",
        line: { graph: "demo.#", title: "Demo", metric: "runs", label: "Runs" },
        samples: [{ value: 1 }],
      },
      { name: "demo.app_1.port", samples: [{ value: 32768 }] },
      { name: "demo.app_1.aa-8080", samples: [{ value: 1 }] },
    ],
    [
      { name: "demo.app_2.runs" },
      { name: "demo.app_2.port", samples: [{ value: 32769 }] },
      { name: "demo.app_2.aa-8080" },
    ],
  ]);
  expect(runs.filter(({ meta }) => meta)).toHaveLength(2);
});

test("each container has a folder of its own, which goes with it", async () => {
  const { subject } = open("go", { slotGraceMs: 0 });
  await using _ = subject;
  const folders = () => readdir(join(folder, "taskvitals-plugins"));
  subject.board.publish("x", sheet(at("d1", 1), at("d2", 2)));
  await subject.collect();
  // Those of the test before are of containers that are not there any more.
  expect((await folders()).toSorted()).toEqual(["d1-demo-8080", "d2-demo-8080"]);
  subject.board.publish("x", sheet(at("d2", 2)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await subject.collect();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await subject.collect();
  await expect.poll(folders).toEqual(["d2-demo-8080"]);
});

test.each([
  ["fail", {}, "plugin", /ended with 3: broken/],
  ["hang", { "taskvitals.timeout": "200ms" }, "timeout", /200/],
])("a plugin that does %s", async (how, more, reason, detail) => {
  const { subject } = open(how);
  await using _ = subject;
  subject.board.publish("x", sheet(at("e1", 1, more)));
  const { targets, problems } = await subject.collect();
  expect(targets).toMatchObject([{ values: { up: 0, [`errors ${reason}`]: 1 } }]);
  expect(problems).toMatchObject([{ code: `target-${reason}`, detail: expect.stringMatching(detail) }]);
});

test("a label runs no program but those that the configuration names", async () => {
  const { subject, runs } = open("go");
  await using _ = subject;
  subject.board.publish(
    "x",
    sheet(at("f1", 1, { "taskvitals.plugin": "sh" }), at("f2", 2, { "taskvitals.plugin": "/bin/sh" })),
  );
  const { targets, problems } = await subject.collect();
  expect([targets, runs]).toEqual([[], []]);
  expect(problems.map(({ code }) => code)).toEqual(["target-label", "target-label"]);
});

test("without an interval of its own a plugin runs once a minute", async () => {
  const { subject, runs } = open("go");
  await using _ = subject;
  const { "taskvitals.interval": __, ...usual } = labels;
  subject.board.publish("x", sheet(container("g1", usual, { ports: [port(8080, 1, "0.0.0.0")] })));
  await subject.collect();
  await subject.collect();
  expect(runs.filter(({ meta }) => !meta)).toHaveLength(1);
});
