import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import type { Mood } from "../parts/mark.tsx";

export type StateName =
  | "running"
  | "starting"
  | "restarting"
  | "stopping"
  | "stopped"
  | "failed"
  | "outOfMemory"
  | "unhealthy"
  | "troubled"
  | "paused"
  | "gone"
  | "unknown";

export interface VitalState {
  readonly name: StateName;
  readonly mood: Mood;
  /** Exit code; only of what has ended. */
  readonly exit?: number;
}

const moods = {
  running: "ok",
  starting: "busy",
  restarting: "busy",
  stopping: "busy",
  stopped: "off",
  failed: "bad",
  outOfMemory: "bad",
  unhealthy: "warn",
  troubled: "warn",
  paused: "off",
  gone: "off",
  unknown: "off",
} satisfies Record<StateName, Mood>;

/** Status words of ECS and Docker, by what they come to. */
const statusNames: Readonly<Record<string, StateName>> = {
  RUNNING: "running",
  RESTARTING: "restarting",
  PAUSED: "paused",
  STOPPED: "stopped",
  DELETED: "stopped",
  EXITED: "stopped",
  DEAD: "stopped",
  DEACTIVATING: "stopping",
  STOPPING: "stopping",
  DEPROVISIONING: "stopping",
  REMOVING: "stopping",
  NONE: "starting",
  PROVISIONING: "starting",
  PENDING: "starting",
  ACTIVATING: "starting",
  MANIFEST_PULLED: "starting",
  PULLED: "starting",
  CREATED: "starting",
  RESOURCES_PROVISIONED: "starting",
};

const signals: Readonly<Record<number, string>> = {
  129: "SIGHUP",
  130: "SIGINT",
  131: "SIGQUIT",
  132: "SIGILL",
  134: "SIGABRT",
  135: "SIGBUS",
  136: "SIGFPE",
  137: "SIGKILL",
  139: "SIGSEGV",
  141: "SIGPIPE",
  143: "SIGTERM",
};

/** 128 + n is how a shell and Docker tell of signal n. */
export const exitText = (code: number): string => {
  const signal = signals[code];
  return signal === undefined ? String(code) : `${code} (${signal})`;
};

/** What ECS stops it asks with SIGTERM: ending by that is no failure. */
const endedAsAsked = ({ exitCode, desiredStatus }: ContainerRow): boolean =>
  exitCode === 0 || (exitCode === 143 && desiredStatus === "STOPPED");

const containerStateName = (row: ContainerRow): StateName => {
  const name = statusNames[row.status] ?? "unknown";
  if (name === "stopped") {
    if (row.oomKilled === true) return "outOfMemory";
    return row.exitCode === undefined || endedAsAsked(row) ? "stopped" : "failed";
  }
  if (row.goneMs !== undefined) return "gone";
  if (name !== "running") return name;
  if (row.desiredStatus === "STOPPED") return "stopping";
  return row.health === "UNHEALTHY" ? "unhealthy" : "running";
};

const stateOfContainer = (row: ContainerRow): VitalState => {
  const name = containerStateName(row);
  const ended = moods[name] === "bad" || name === "stopped";
  return {
    name,
    mood: moods[name],
    ...(ended && row.exitCode !== undefined && { exit: row.exitCode }),
  };
};

/** A task's state is its own, unless a container of it tells something worse. */
export const stateOf = (row: Row, containers: readonly ContainerRow[] = []): VitalState => {
  if (row.kind === "container") return stateOfContainer(row);
  const states = containers.map(stateOfContainer);
  const worst = states.find(({ name }) => name === "outOfMemory") ?? states.find(({ mood }) => mood === "bad");
  const own = statusNames[row.status] ?? "unknown";
  if (own === "stopped") return worst ?? { name: "stopped", mood: "off" };
  if (row.goneMs !== undefined) return { name: "gone", mood: "off" };
  if (own !== "running") return { name: own, mood: moods[own] };
  if (row.desiredStatus === "STOPPED") return { name: "stopping", mood: "busy" };
  if (states.some(({ name }) => name === "unhealthy")) return { name: "unhealthy", mood: "warn" };
  return worst === undefined ? { name: "running", mood: "ok" } : { name: "troubled", mood: "warn" };
};

/** How near a figure is to its limit: from 80 % worth a look, from 95 % trouble. */
export const nearness = (ratio: number | null): "warn" | "bad" | undefined => {
  if (ratio === null || ratio < 0.8) return undefined;
  return ratio < 0.95 ? "warn" : "bad";
};
