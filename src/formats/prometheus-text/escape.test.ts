import { describe, expect, it } from "vitest";
import { escapeHelp, escapeLabelValue, escapeOpenMetricsHelp, labelNamePart } from "./escape.ts";

describe("label values", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ['say "x"', 'say \\"x\\"'],
    ["C:\\temp", "C:\\\\temp"],
    ["two\nlines", "two\\nlines"],
    ["\\n", "\\\\n"],
    ["tab\tand return\r stay", "tab\tand return\r stay"],
    ["größe 図 💥 {a=}", "größe 図 💥 {a=}"],
    ["a NUL \0 ends Prometheus' scanner", "a NUL \uFFFD ends Prometheus' scanner"],
    ["half a pair \uD83D", "half a pair \uFFFD"],
  ])("%j is written as %s", (value, written) => {
    expect(escapeLabelValue(value)).toBe(written);
  });
});

describe("help", () => {
  it("keeps quotes in text 0.0.4 and escapes them in OpenMetrics", () => {
    expect(escapeHelp('a "b" \\ \n c')).toBe('a "b" \\\\ \\n c');
    expect(escapeOpenMetricsHelp('a "b" \\ \n c')).toBe('a \\"b\\" \\\\ \\n c');
  });
});

describe("label names", () => {
  it("become legal parts of a name", () => {
    expect(labelNamePart("com.example/cost-centre ü")).toBe("com_example_cost_centre__");
  });
});
