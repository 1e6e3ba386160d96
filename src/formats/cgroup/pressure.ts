import { linesOf, parseCount } from "../kernel-text.ts";
import type { ReadCgroup } from "./files.ts";

export type PressedResource = "cpu" | "memory" | "io";

/** some: at least one task waited for it; full: all that had work to do did. */
export type PressureKind = "some" | "full";

/** One line of a pressure file (PSI). */
export interface Pressure {
  readonly resource: PressedResource;
  readonly kind: PressureKind;
  /** Time in which tasks waited, since the cgroup was made. */
  readonly stalledSeconds: number;
  /** Share of the last 10 seconds, 0 to 1. */
  readonly share10: number | undefined;
}

const line = /^(some|full) avg10=(\d{1,3}\.\d+) avg60=\S+ avg300=\S+ total=(\d+)$/;

const isKind = (text: string | undefined): text is PressureKind => text === "some" || text === "full";

/** Kernels before 5.13 have no line `full` for the CPU; empty where the kernel does not account pressure. */
const parsePressure = (resource: PressedResource, text: string | undefined): readonly Pressure[] =>
  linesOf((text ?? "").slice(0, 1024)).flatMap((one) => {
    const [, kind, percent, total] = line.exec(one) ?? [];
    const microseconds = parseCount(total);
    if (!isKind(kind) || microseconds === undefined) return [];
    const share = Number(percent) / 100;
    return [{ resource, kind, stalledSeconds: microseconds / 1e6, share10: share <= 1 ? share : undefined }];
  });

/** Only version 2 has it. */
export const readPressure = (read: ReadCgroup): readonly Pressure[] => [
  ...parsePressure("cpu", read("cpu", "cpu.pressure")),
  ...parsePressure("memory", read("memory", "memory.pressure")),
  ...parsePressure("io", read("blkio", "io.pressure")),
];
