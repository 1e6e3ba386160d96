import type { HostSeed } from "./host-seed.ts";
import type { RemoteHost } from "./remote-hosts.ts";
import type { Settings } from "./settings.ts";

/** A host that Mackerel has, and what is to be done about it. Times are the clock's milliseconds. */
export interface KnownHost {
  readonly id: string;
  readonly seed: HostSeed;
  readonly customIdentifier: string;
  /** `standard` or `micro`: what its price includes; undefined until Mackerel has told. */
  size: string | undefined;
  /** Status it is still to get. */
  statusDue: string | undefined;
  /** When its description was last sent, and with which checks. */
  describedMs: number | undefined;
  checks: readonly string[];
  /** When its task was last seen alive. */
  aliveMs: number;
}

/** An operator's maintenance or standby is left alone; our own poweroff of an earlier end is not. */
const statusDue = ({ hostStatusOnStart }: Settings, status: string | undefined): string | undefined => {
  const wanted = hostStatusOnStart ?? (status === "poweroff" ? "working" : undefined);
  return wanted === status ? undefined : wanted;
};

export const knownHost = (
  seed: HostSeed,
  customIdentifier: string,
  { id, size, status }: Pick<RemoteHost, "id" | "size" | "status">,
  settings: Settings,
  nowMs: number,
): KnownHost => ({
  id,
  seed,
  customIdentifier,
  size,
  statusDue: seed.kind === "task" ? statusDue(settings, status) : undefined,
  describedMs: undefined,
  checks: [],
  aliveMs: nowMs,
});
