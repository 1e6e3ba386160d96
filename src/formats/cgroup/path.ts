import { linesOf } from "../kernel-text.ts";

/** Paths by controller, of `/proc/PID/cgroup`; version 2 has the empty name. */
export const parseProcessCgroups = (text: string): ReadonlyMap<string, string> => {
  const paths = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [, names, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (names === undefined || path === undefined) continue;
    for (const name of names.split(",")) paths.set(name, path);
  }
  return paths;
};

/**
 * A container's own cgroup in the path of one of its processes: up to the part that its id names, since processes may be
 * further below. Undefined when the id is not in it, so that a process number taken by somebody else is found out, and
 * when the path leaves the reader's cgroup namespace (`/../..`), where it says nothing.
 */
export const containerCgroup = (path: string | undefined, id: string): string | undefined => {
  if (path === undefined || path.split("/").includes("..") || id === "") return undefined;
  const at = path.indexOf(id);
  if (at < 0) return undefined;
  const end = path.indexOf("/", at);
  return end < 0 ? path : path.slice(0, end);
};

/** The cgroup above. */
export const parentCgroup = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** systemd nests slices by the dashes in their names: `a-b.slice` is in `a.slice`. */
const slicePath = (slice: string): string => {
  const parts = slice.slice(0, -".slice".length).split("-");
  return parts.map((_, end) => `/${parts.slice(0, end + 1).join("-")}.slice`).join("");
};

/** One part of a path, or several: never one that leads up. */
const isPlain = (text: string): boolean => /^[\w./:-]+$/.test(text) && !text.split("/").includes("..");

/** Where Docker puts a container, by its driver (/info CgroupDriver) and its HostConfig.CgroupParent. */
export const expectedCgroup = (
  driver: string | undefined,
  parent: string | undefined,
  id: string,
): string | undefined => {
  if (!/^[\w-]+$/.test(id) || (parent !== undefined && !isPlain(parent))) return undefined;
  if (driver === "systemd") {
    const slice = parent ?? "system.slice";
    return slice.endsWith(".slice") ? `${slicePath(slice.replace(/^.*\//, ""))}/docker-${id}.scope` : undefined;
  }
  if (driver !== "cgroupfs") return undefined;
  return `/${(parent ?? "docker").replace(/^\/+|\/+$/g, "")}/${id}`;
};
