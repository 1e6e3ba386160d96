import { age, bytes, bytesPerSecond, count, percent, vcpus, words } from "./amounts.ts";
import type { Row } from "./row.ts";

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** Narrow terminals drop the largest first; 0 always stays. */
  readonly spare: number;
  text(row: Row): string;
  /** Of a limit, for emphasis. */
  ratio?(row: Row): number | undefined;
}

/** Left to right. */
export const columns: readonly Column[] = [
  {
    title: "TASK / CONTAINER",
    align: "left",
    spare: 0,
    text: ({ kind, name }) => (kind === "container" ? `  ${name}` : name),
  },
  { title: "STATE", align: "left", spare: 1, text: ({ state }) => words(state) },
  { title: "vCPU", align: "right", spare: 0, text: ({ cpuVcpus }) => vcpus(cpuVcpus) },
  {
    title: "CPU%",
    align: "right",
    spare: 2,
    text: ({ cpuRatio }) => percent(cpuRatio),
    ratio: ({ cpuRatio }) => cpuRatio,
  },
  { title: "MEMORY", align: "right", spare: 0, text: ({ memoryBytes }) => bytes(memoryBytes) },
  { title: "LIMIT", align: "right", spare: 5, text: ({ memoryLimitBytes }) => bytes(memoryLimitBytes) },
  {
    title: "MEM%",
    align: "right",
    spare: 2,
    text: ({ memoryRatio }) => percent(memoryRatio),
    ratio: ({ memoryRatio }) => memoryRatio,
  },
  { title: "NET IN", align: "right", spare: 3, text: ({ io }) => bytesPerSecond(io?.receive) },
  { title: "NET OUT", align: "right", spare: 3, text: ({ io }) => bytesPerSecond(io?.transmit) },
  { title: "READ", align: "right", spare: 6, text: ({ io }) => bytesPerSecond(io?.read) },
  { title: "WRITE", align: "right", spare: 6, text: ({ io }) => bytesPerSecond(io?.written) },
  { title: "PIDS", align: "right", spare: 9, text: ({ processes }) => count(processes) },
  { title: "RESTARTS", align: "right", spare: 8, text: ({ restarts }) => count(restarts) },
  { title: "AGE", align: "right", spare: 7, text: ({ ageMs }) => age(ageMs) },
  { title: "HEALTH", align: "left", spare: 4, text: ({ health }) => words(health) },
];
