import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readExposition } from "../../src/formats/app-exposition/exposition.ts";
import { mutated } from "../fuzz/mutation.ts";
import { openRandom } from "../fuzz/random.ts";
import { seriesOf } from "./servers/app-series.ts";
import { type Answer, serveExpositions } from "./servers/exposition-target.ts";
import { type GeneratedForm, generatedExposition } from "./servers/generated-exposition.ts";
import { type Prometheus, startPrometheusWith } from "./servers/prometheus.ts";
import type { SampledSeries } from "./servers/promql.ts";
import { patienceMs, waitFor } from "./servers/wait.ts";

/** Other cases: EXPOSITION_SEED=2. */
const seed = Number(process.env.EXPOSITION_SEED ?? 1);
const random = openRandom(seed);
const nowMs = Date.now();

const contentTypes: Readonly<Record<GeneratedForm, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

const whole = (form: GeneratedForm): Answer => ({
  body: generatedExposition(random, form, nowMs),
  contentType: contentTypes[form],
});

const lines = [
  'up_case{a="b",c="d"} 1',
  "up_case 1.5e+3",
  `up_case{a="\\\\\\"\\n"} -2 ${nowMs - 1000}`,
  'up_case\t{ a = "b" , }\t+Inf',
];

const read = ({ body, contentType }: Answer) => readExposition(body, contentType, { nowMs, maxSamples: 10_000 });

/** Too far from now to be kept, or a name that Prometheus has itself: no matter of reading. */
const isNotKept = (body: string): boolean =>
  read({ body, contentType: contentTypes.text }).families.some(
    ({ name, samples }) => name === "up" || samples.some(({ atMs }) => Math.abs(atMs - nowMs) > 60_000),
  );

/**
 * What Prometheus of Debian 12 does not know yet (names in quotes), what is no UTF-8 or has a NUL, which it takes for the
 * end, the line end of Windows, and times that no date can be. It reads `up.5` as `up .5`, and refuses blanks before a
 * name, which its documents allow.
 */
const isOutside = (line: string): boolean =>
  /^\s|^[\w:]+[^\w:{ \t]/.test(line) ||
  /[\r\0\uD800-\uDFFF\uFFFD\uFEFF]/.test(line) ||
  /[{,]\s*"/.test(line) ||
  /\d{15,}\s*$/.test(line) ||
  line === "" ||
  isNotKept(`${line}\n`);

const harmedLines = (count: number): readonly Answer[] => {
  const found: Answer[] = [];
  while (found.length < count) {
    const [line = ""] = mutated(lines, ["le=", '="x"', "{", "}", ","], random, 2).split("\n", 1);
    if (!isOutside(line)) found.push({ body: `${line}\n`, contentType: contentTypes.text });
  }
  return found;
};

const wholes = [
  ...Array.from({ length: 10 }, () => whole("text")),
  ...Array.from({ length: 10 }, () => whole("openmetrics")),
];
const answers = [...wholes, ...harmedLines(400)];

const configuration = (address: string): string => `
global:
  scrape_interval: 4s
  scrape_timeout: 4s
scrape_configs:
  - job_name: cases
    static_configs:
${answers.map((_, index) => `      - { targets: ["${address}"], labels: { case: "${index}", __metrics_path__: "/${index}" } }`).join("\n")}
`;

const scraped = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({
        labels: z.object({ case: z.string() }),
        health: z.enum(["up", "down", "unknown"]),
        lastError: z.string(),
      }),
    ),
  }),
});

/** What is said when no answer came, since one of the two was not let run: a fault of no case. */
const noAnswer = /^Get "|context deadline exceeded|^unexpected EOF$/;

/** 1 by case for those that are read, 0 for those that are refused; nothing for one that is not known yet. */
const verdictsOf = async ({ url }: Prometheus): Promise<ReadonlyMap<string, number>> => {
  const response = await fetch(`${url}/api/v1/targets?state=active`, { signal: AbortSignal.timeout(patienceMs) });
  const { activeTargets } = scraped.parse(await response.json()).data;
  const known = activeTargets.filter(
    ({ health, lastError }) => health === "up" || (health === "down" && !noAnswer.test(lastError)),
  );
  return new Map(known.map(({ labels, health }) => [labels.case, health === "up" ? 1 : 0]));
};

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let prometheus: Prometheus;
/** By case: whether Prometheus could read it. */
let up: ReadonlyMap<string, number>;

beforeAll(async () => {
  const target = stack.use(await serveExpositions(answers));
  prometheus = stack.use(await startPrometheusWith(configuration(target.address)));
  up = await waitFor({
    what: "Prometheus has read or refused every case",
    attempt: async () => {
      const verdicts = await verdictsOf(prometheus);
      return verdicts.size < answers.length ? undefined : verdicts;
    },
  });
  // It knows of a good one a moment before that can be asked for.
  const good = [...up.values()].filter((value) => value === 1).length;
  await prometheus.until('count(max_over_time(up{job="cases"}[30m]) == 1)', (count) => count >= good);
});

/** Labels without those that Prometheus adds, as one text. */
const keyOf = (name: string, labels: Readonly<Record<string, string>>): string =>
  JSON.stringify([
    name,
    ...Object.entries(labels)
      .filter(([label]) => !["__name__", "job", "instance", "case"].includes(label))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);

const own = /^(?:up|scrape_.*)$/;

test("whole expositions: the same series with the same values", async () => {
  const stored = new Map<string, Map<string, SampledSeries>>();
  for (const series of await prometheus.range('{job="cases"}[30m]')) {
    const { __name__: name = "", case: index = "" } = series.labels;
    if (own.test(name)) continue;
    const of = stored.get(index) ?? new Map<string, SampledSeries>();
    stored.set(index, of.set(keyOf(name, series.labels), series));
  }
  for (const [index, answer] of wholes.entries()) {
    expect(up.get(`${index}`), answer.body).toBe(1);
    const { families, dropped, trouble } = read(answer);
    expect({ trouble, malformed: dropped.malformed }).toEqual({ trouble: undefined, malformed: 0 });
    const ours = new Map(families.flatMap(seriesOf).map(({ name, labels, value }) => [keyOf(name, labels), value]));
    const theirs = new Map(
      Array.from(stored.get(`${index}`) ?? [], ([key, { samples }]): [string, number] => [
        key,
        samples[0]?.[1] ?? Number.NaN,
      ]),
    );
    const finite = [...theirs].filter(([, value]) => Number.isFinite(value));
    expect([...ours].sort()).toEqual(finite.sort());
    expect(theirs.size - finite.length).toBe(dropped["not-finite"]);
  }
});

test("harmed lines: read or not, as by Prometheus", () => {
  const differing = answers.slice(wholes.length).flatMap((answer, place) => {
    const theirs = up.get(`${place + wholes.length}`) === 1;
    const ours = read(answer).trouble === undefined;
    return theirs === ours ? [] : [`${JSON.stringify(answer.body)}: Prometheus ${theirs ? "reads" : "refuses"} it`];
  });
  expect(differing).toEqual([]);
  expect([...up.values()].filter((value) => value === 1).length).toBeGreaterThan(wholes.length + 50);
});
