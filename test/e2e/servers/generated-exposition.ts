import type { Random } from "../../fuzz/random.ts";

export type GeneratedForm = "text" | "openmetrics";

const labelValues = ["get", "", "日本", 'a "b"', "C:\\dir\\n", "two\nlines", "{},=#", " ", "é", "x".repeat(200)];
const numbers = [
  "0",
  "1",
  "-1",
  "+5",
  ".5",
  "3.",
  "1e3",
  "1E-3",
  "1.7976931348623157e308",
  "4.9e-324",
  "NaN",
  "+Inf",
  "-Inf",
  "inf",
  "1395066363000",
];
const counts = ["0", "1", "7", "1e3", "12345678901234567890", "0.25"];

const escaped = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

const blockOf = (pairs: readonly string[], comma: boolean): string =>
  pairs.length === 0 ? "" : `{${pairs.join(",")}${comma ? "," : ""}}`;

/**
 * One whole exposition with everything that its form has, every value of it legal. What is left out: series twice, which
 * Prometheus only warns of, and times, which differ for series of one histogram nowhere.
 */
export const generatedExposition = (random: Random, form: GeneratedForm, nowMs: number): string => {
  const text = form === "text";
  const lines: string[] = [];

  const labels = (series: number): string[] => {
    const names = ["method", "path", "_x1", "zone"].filter(() => random.below(2) === 0);
    return [`series="${series}"`, ...names.map((name) => `${name}=${escaped(random.pick(labelValues, ""))}`)];
  };
  const time = (): string => {
    if (random.below(3) > 0) return "";
    const atMs = nowMs - random.below(20_000);
    return text ? ` ${atMs}` : ` ${atMs / 1000}`;
  };
  const exemplar = (): string =>
    !text && random.below(3) === 0
      ? ` # {trace_id=${escaped(random.pick(labelValues, "").slice(0, 60))}} 0.5 ${nowMs / 1000}`
      : "";
  const blank = (): string => (text ? random.pick([" ", "\t", "  \t "], " ") : " ");
  const line = (name: string, pairs: readonly string[], value: string, rest = ""): void => {
    lines.push(`${name}${blockOf(pairs, text && random.below(3) === 0)}${blank()}${value}${rest}`);
  };
  const describe = (name: string, type: string, unit?: string): void => {
    lines.push(`# TYPE ${name} ${type}`, `# HELP ${name} Some \\\\ help,\\n${text ? '"quoted"' : '\\"quoted\\"'}.`);
    if (unit !== undefined && !text) lines.push(`# UNIT ${name} ${unit}`);
    if (text && random.below(2) === 0) lines.push("# a comment", "");
  };

  const families: readonly ((name: string) => void)[] = [
    (name) => {
      describe(text ? `${name}_seconds_total` : `${name}_seconds`, "counter", "seconds");
      for (let series = 0; series < 3; series += 1) {
        const pairs = labels(series);
        line(`${name}_seconds_total`, pairs, random.pick(counts, ""), time() + exemplar());
        if (!text) line(`${name}_seconds_created`, pairs, String(nowMs / 1000 - random.below(9999)));
      }
    },
    (name) => {
      describe(name, "gauge");
      for (let series = 0; series < 3; series += 1) line(name, labels(series), random.pick(numbers, ""), time());
    },
    (name) => {
      describe(name, text ? "untyped" : "unknown");
      line(name, [], random.pick(numbers, ""), time());
    },
    (name) => {
      describe(name, "histogram");
      for (let series = 0; series < 2; series += 1) {
        const pairs = labels(series);
        let below = random.below(3);
        for (const bound of ["-1", "0.005", "1", "2.5", "+Inf"]) {
          below += random.below(4);
          line(`${name}_bucket`, [...pairs, `le="${bound}"`], String(below), exemplar());
        }
        line(`${name}_count`, pairs, String(below));
        line(`${name}_sum`, pairs, random.pick(["1.5", "0", "1e9"], ""));
      }
    },
    (name) => {
      describe(name, "summary");
      for (let series = 0; series < 2; series += 1) {
        const pairs = labels(series);
        for (const quantile of ["0", "0.5", "0.99"]) {
          line(name, [...pairs, `quantile="${quantile}"`], random.pick(["1", "NaN", "0.25"], ""));
        }
        line(`${name}_sum`, pairs, "4.5");
        line(`${name}_count`, pairs, "9");
      }
    },
    (name) => {
      if (text) return;
      describe(name, "info");
      line(`${name}_info`, labels(0), "1");
    },
    (name) => {
      if (text) return;
      describe(name, "stateset");
      line(name, [`${name}="a"`], "1");
      line(name, [`${name}="b"`], "0");
    },
    (name) => {
      if (text) return;
      describe(name, "gaugehistogram");
      line(`${name}_bucket`, ['le="1"'], "3");
      line(`${name}_bucket`, ['le="+Inf"'], "4");
      line(`${name}_gcount`, [], "4");
      line(`${name}_gsum`, [], "-2");
    },
  ];
  for (let round = 0; round < 3; round += 1) {
    for (const [index, family] of families.entries()) family(`case_${round}_${index}`);
  }
  if (!text) lines.push("# EOF");
  return lines.join("\n") + (text && random.below(2) === 0 ? "" : "\n");
};
