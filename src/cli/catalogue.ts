import { catalogue, type MetricId, metricIds } from "../catalogue/catalogue.ts";
import { lintCatalogue } from "../catalogue/lint.ts";
import { taskvitalsName } from "../catalogue/names/taskvitals.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

export interface CatalogueListOptions {
  readonly json?: boolean | undefined;
}

const document = (id: MetricId) => ({ id, prometheus: taskvitalsName(id, catalogue[id]), ...catalogue[id] });

const head = ["METRIC", "PROMETHEUS NAME", "KIND", "UNIT", "DESCRIPTION"];

const cells = (id: MetricId): readonly string[] => {
  const { kind, unit, description } = catalogue[id];
  return [id, taskvitalsName(id, catalogue[id]), kind, unit === "" ? "-" : unit, description];
};

/** One line a metric, so that it can be searched; cut where a person's screen ends. */
const tableLines = (width: number): readonly string[] => {
  const rows = [head, ...metricIds.map(cells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd()
      .slice(0, width),
  );
};

/** `taskvitals catalogue list`: every metric there is. */
export const catalogueList = async (
  { terminal }: CommandContext,
  { json }: CatalogueListOptions,
): Promise<ExitCode> => {
  const text =
    json === true ? JSON.stringify(metricIds.map(document), undefined, 2) : tableLines(terminal.columns()).join("\n");
  terminal.out(`${text}\n`);
  return exitCodes.ok;
};

/** `taskvitals catalogue lint`: fails when the catalogue breaks a rule of its own. */
export const catalogueLint = async ({ terminal }: CommandContext): Promise<ExitCode> => {
  const findings = lintCatalogue();
  for (const { rule, subject, message } of findings) terminal.out(`${rule}: ${subject}: ${message}\n`);
  terminal.out(`${metricIds.length} metrics, ${findings.length} ${findings.length === 1 ? "finding" : "findings"}\n`);
  return findings.length === 0 ? exitCodes.ok : exitCodes.failed;
};
