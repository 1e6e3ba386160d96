import { cpus, loadavg, release, totalmem } from "node:os";
import { version } from "../src/app/version.ts";
import { tableLines } from "./table.ts";

/** One part of docs/benchmarks.md, in Markdown. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

/** What the figures hold for. Asked before anything is measured, so that the load is that of others. */
export const circumstances = (): string => {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1e9);
  const [load = 0] = loadavg();
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: taskvitals ${version}, Node.js ${process.version},`,
    `Linux ${release().split(".", 2).join(".")}, ${cpus().length} CPUs (${cpu?.model ?? "unknown"}), ${gigabytes} GB.`,
    `Load by others when it began: ${load.toFixed(1)}.`,
  ].join("\n");
};

export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\`\`\`\n${tableLines(header, rows).join("\n")}\n\`\`\``;

export const paragraphs = (...parts: readonly string[]): string => `${parts.join("\n\n")}\n`;

export const fixed = (value: number, digits: number): string => value.toFixed(digits);

export const megabytes = (bytes: number): string => fixed(bytes / 1e6, 1);

/** The value, and how it stands to its budget where there is one. */
export const against = (value: number, budget: number | undefined, digits: number): string =>
  budget === undefined
    ? fixed(value, digits)
    : `${fixed(value, digits)} (${value <= budget ? "within" : "OVER"} ${budget})`;
