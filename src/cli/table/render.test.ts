import { describe, expect, it } from "vitest";
import { renderTable } from "./render.ts";
import type { Row } from "./row.ts";
import { inColour, paintFor, plain } from "./style.ts";

const mebi = 1024 ** 2;

const rows: readonly Row[] = [
  {
    kind: "task",
    name: "storefront:7",
    state: "RUNNING",
    cpuVcpus: 0.12,
    cpuRatio: 0.24,
    memoryBytes: 236 * mebi,
    memoryLimitBytes: 1024 * mebi,
    memoryRatio: 0.23,
    io: { receive: 281, transmit: 17_900 },
    ageMs: 125_000,
  },
  {
    kind: "container",
    name: "web",
    state: "RUNNING",
    health: "UNHEALTHY",
    cpuVcpus: 0.01,
    cpuRatio: 0.02,
    memoryBytes: 240 * mebi,
    memoryLimitBytes: 256 * mebi,
    memoryRatio: 0.9375,
    io: { receive: 281, transmit: 17_900, read: 0, written: 4096 },
    processes: 7,
    restarts: 0,
    ageMs: 125_000,
  },
  { kind: "container", name: "migration", state: "STOPPED (0)" },
  { kind: "heading", name: "no ECS task" },
];

const table = (width: number, these = rows) => renderTable(these, width, plain);
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is how colours are written.
const escapes = /\u001b\[[0-9;]*m/g;

describe("renderTable", () => {
  it("shows everything where there is room", () => {
    expect(table(Number.POSITIVE_INFINITY)).toEqual([
      "TASK / CONTAINER  STATE         vCPU  CPU%   MEMORY     LIMIT  MEM%   NET IN    NET OUT   READ      WRITE  PIDS  RESTARTS    AGE  HEALTH",
      "storefront:7      RUNNING      0.120   24%  236 MiB  1.00 GiB   23%  281 B/s  17.9 kB/s      -          -     -         -  2m 5s  -",
      "  web             RUNNING      0.010  2.0%  240 MiB   256 MiB   94%  281 B/s  17.9 kB/s  0 B/s  4.10 kB/s     7         0  2m 5s  UNHEALTHY",
      "  migration       STOPPED (0)      -     -        -         -     -        -          -      -          -     -         -      -  -",
      "no ECS task",
    ]);
  });

  it("drops the most spare columns first where there is not", () => {
    const titles = (width: number): string => table(width)[0]?.replace(/ {2,}/g, "|") ?? "";
    expect(titles(120)).toBe("TASK / CONTA…|STATE|vCPU|CPU%|MEMORY|LIMIT|MEM%|NET IN|NET OUT|READ|WRITE|AGE|HEALTH");
    expect(titles(100)).toBe("TASK / CONTAINER|STATE|vCPU|CPU%|MEMORY|LIMIT|MEM%|NET IN|NET OUT|HEALTH");
    expect(titles(80)).toBe("TASK / CONTAINER|STATE|vCPU|CPU%|MEMORY|MEM%|NET IN|NET OUT");
    expect(titles(60)).toBe("TASK / CONTAINER|STATE|vCPU|CPU%|MEMORY|MEM%");
    expect(titles(30)).toBe("TASK / CONTAI…|vCPU|MEMORY");
  });

  it("drops a column that tells nothing before one that does", () => {
    const silent = rows.map(({ health: _, ...row }) => row);
    expect(table(100, silent)[0]).not.toContain("HEALTH");
    expect(table(100, silent)[0]).toContain("NET OUT");
  });

  it.each([24, 30, 40, 50, 60, 80, 100, 120, 140, 160])("is never wider than %d", (width) => {
    for (const line of table(width)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("cuts long names, and keeps control characters of a source from the terminal", () => {
    const strange: readonly Row[] = [{ kind: "container", name: `a\u001b[31m\n${"x".repeat(300)}` }];
    const [, line] = table(60, strange);
    expect(line).toContain("  a?[31m?xxx");
    expect(line).toContain("…");
    expect(line?.length).toBeLessThanOrEqual(60);
  });

  it("says the same in colour", () => {
    const coloured = renderTable(rows, 100, inColour);
    expect(coloured.join("\n")).toMatch(escapes);
    const stripped = coloured.map((line) => line.replace(escapes, "").trimEnd());
    expect(stripped).toEqual(table(100));
  });

  it("emphasises what is near its limit, and unhealthy", () => {
    const coloured = renderTable(rows, 200, inColour).join("\n");
    expect(coloured).toContain("\u001b[1;31m 94%\u001b[0m");
    expect(coloured).toContain("\u001b[1;31mUNHEALTHY\u001b[0m");
  });
});

describe("paintFor", () => {
  it("colours for people who did not refuse it", () => {
    expect(paintFor({ interactive: true }, {})("x", "strong")).toBe("\u001b[1mx\u001b[0m");
    expect(paintFor({ interactive: true }, { NO_COLOR: "" })("x", "strong")).toBe("\u001b[1mx\u001b[0m");
    expect(paintFor({ interactive: true }, { NO_COLOR: "1" })("x", "strong")).toBe("x");
    expect(paintFor({ interactive: false }, {})("x", "strong")).toBe("x");
  });
});
