import { describe, expect, it } from "vitest";
import { type FamilyHead, openMetricsHead, textHead, writeOpenMetrics, writeText } from "./exposition.ts";

const head = (name: string, type: FamilyHead["type"], unit?: string): FamilyHead => ({
  name,
  type,
  help: "What it is.",
  unit,
});

describe("heads of text 0.0.4", () => {
  it.each([
    ["a_bytes_total", "counter", "counter"],
    ["a_bytes", "gauge", "gauge"],
    ["a_info", "info", "gauge"],
    ["a", "unknown", "untyped"],
  ] as const)("%s of type %s is a %s under its own name", (name, type, written) => {
    expect(textHead(head(name, type))).toBe(`# HELP ${name} What it is.\n# TYPE ${name} ${written}\n`);
  });
});

describe("heads of OpenMetrics", () => {
  it.each([
    ["a_bytes_total", "counter", "bytes", "a_bytes", "counter", "bytes"],
    ["a_bytes", "counter", "bytes", "a_bytes", "unknown", "bytes"],
    ["a_byte", "gauge", "bytes", "a_byte", "gauge", undefined],
    ["a_ratio", "gauge", "ratio", "a_ratio", "gauge", "ratio"],
    ["a_info", "info", undefined, "a", "info", undefined],
    ["a_seconds_info", "info", "seconds", "a_seconds", "info", undefined],
    ["a_facts", "info", undefined, "a_facts", "gauge", undefined],
  ] as const)("%s of type %s in %s", (name, type, unit, family, written, writtenUnit) => {
    const unitLine = writtenUnit === undefined ? "" : `# UNIT ${family} ${writtenUnit}\n`;
    expect(openMetricsHead(head(name, type, unit))).toBe(
      `# HELP ${family} What it is.\n# TYPE ${family} ${written}\n${unitLine}`,
    );
  });
});

describe("a whole exposition", () => {
  const family = { head: "# HEAD\n", name: "a_total", labels: ["", '{b="c"}'], values: [1, 2.5] };
  const stamped = { ...family, atMs: [1_700_000_000_123.4, 1_700_000_001_000] };

  it("is lines of name, labels and value", () => {
    expect(writeText([family, family])).toBe('# HEAD\na_total 1\na_total{b="c"} 2.5\n'.repeat(2));
  });

  it("of text 0.0.4 has times in whole milliseconds", () => {
    expect(writeText([stamped])).toBe('# HEAD\na_total 1 1700000000123\na_total{b="c"} 2.5 1700000001000\n');
  });

  it("of OpenMetrics has times in seconds, and an end", () => {
    expect(writeOpenMetrics([stamped])).toBe(
      '# HEAD\na_total 1 1700000000.1234\na_total{b="c"} 2.5 1700000001\n# EOF\n',
    );
  });

  it("of nothing is empty, or the end alone", () => {
    expect(writeText([])).toBe("");
    expect(writeOpenMetrics([])).toBe("# EOF\n");
  });
});
