interface Facts {
  /** Status word of ECS. */
  readonly status: string;
  readonly health: string | undefined;
  readonly startedMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly nowMs: number;
}

const units = [
  ["second", 1000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["week", 7 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["year", 365 * 86_400_000],
] as const;

/** A length of time as Docker tells it: the largest unit that there are two of, days up to two weeks. */
const lengthText = (ms: number): string => {
  let text = "Less than a second";
  for (const [unit, unitMs] of units) {
    const count = Math.floor(ms / unitMs);
    if (count >= 2) text = `${count} ${unit}s`;
    else if (count === 1 && unit === "second") text = "1 second";
    else if (count === 1 && unit === "minute") text = "About a minute";
    else if (count === 1 && unit === "hour") text = "About an hour";
  }
  return text;
};

const healthText = (health: string | undefined): string => {
  if (health === undefined) return "";
  return health === "STARTING" ? " (health: starting)" : ` (${health.toLowerCase()})`;
};

/** A container's state in the words of `docker ps`; undefined for a word that Docker has none for. */
export const dockerStatus = ({ status, health, startedMs, exitCode, nowMs }: Facts): string | undefined => {
  const length = startedMs === undefined ? "" : ` ${lengthText(Math.max(0, nowMs - startedMs))}`;
  switch (status) {
    case "RUNNING":
    case "RESOURCES_PROVISIONED":
      return `Up${length}${healthText(health)}`;
    case "PAUSED":
      return `Up${length} (Paused)`;
    case "RESTARTING":
      return exitCode === undefined ? "Restarting" : `Restarting (${exitCode})`;
    case "STOPPED":
      return exitCode === undefined ? "Exited" : `Exited (${exitCode})`;
    case "CREATED":
      return "Created";
    default:
      return undefined;
  }
};
