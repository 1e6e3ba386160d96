/** The part of `/proc/<pid>/stat` that a container's statistics need. */
export interface ProcessStat {
  readonly userTicks: number;
  readonly kernelTicks: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
}

/** Linux tells times to programs in hundredths of a second on every machine (USER_HZ). */
export const nsPerTick = 10_000_000;

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** The name in parentheses may hold anything, parentheses too: the fields start after the last one. See proc(5). */
export const parseStat = (text: string): ProcessStat | undefined => {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [minorFaults, majorFaults, userTicks, kernelTicks] = [7, 9, 11, 12].map((at) => whole(fields[at]));
  if (minorFaults === undefined || majorFaults === undefined) return undefined;
  if (userTicks === undefined || kernelTicks === undefined) return undefined;
  return { userTicks, kernelTicks, minorFaults, majorFaults };
};

/** `Name:   123 kB` lines, in bytes; numbers without a unit as they are. Others are left out. */
export const parseKeyed = (text: string): ReadonlyMap<string, number> => {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^(\w+):\s*(\d+)( kB)?$/.exec(line);
    if (match !== null) values.set(match[1] ?? "", Number(match[2]) * (match[3] === undefined ? 1 : 1024));
  }
  return values;
};

/** The machine's CPUs and the time of all of them, from `/proc/stat`, as Docker adds it up: the first seven fields. */
export const parseMachine = (text: string): { readonly cpus: number; readonly systemCpuNs: number } | undefined => {
  const lines = text.split("\n");
  const fields = lines[0]?.split(/\s+/) ?? [];
  if (fields[0] !== "cpu") return undefined;
  const ticks = fields.slice(1, 8).reduce((sum, field) => sum + Number(field), 0);
  return { cpus: lines.filter((line) => /^cpu\d/.test(line)).length, systemCpuNs: ticks * nsPerTick };
};
