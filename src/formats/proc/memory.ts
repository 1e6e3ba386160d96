import { linesOf, parseCount } from "../kernel-text.ts";

/** Bytes. Undefined: the kernel does not tell. */
export interface MachineMemory {
  readonly total: number | undefined;
  readonly free: number | undefined;
  /** What a new program could have without swapping; from Linux 3.14 on. */
  readonly available: number | undefined;
  readonly buffers: number | undefined;
  readonly cached: number | undefined;
  readonly swapTotal: number | undefined;
  readonly swapFree: number | undefined;
}

const line = /^(\w+(?:\(\w+\))?):\s+(\d+) kB$/;

/** Reads `/proc/meminfo`, whose kB are 1024 bytes. */
export const parseMeminfo = (text: string): MachineMemory => {
  const bytes = new Map<string, number>();
  for (const one of linesOf(text)) {
    const [, name, kilobytes] = line.exec(one.slice(0, 100)) ?? [];
    const count = parseCount(kilobytes);
    if (name !== undefined && count !== undefined) bytes.set(name, count * 1024);
  }
  return {
    total: bytes.get("MemTotal"),
    free: bytes.get("MemFree"),
    available: bytes.get("MemAvailable"),
    buffers: bytes.get("Buffers"),
    cached: bytes.get("Cached"),
    swapTotal: bytes.get("SwapTotal"),
    swapFree: bytes.get("SwapFree"),
  };
};
