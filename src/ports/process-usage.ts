/** What the agent's own process uses. */
export interface ProcessUsage {
  /** User and system, seconds since the start. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
}
