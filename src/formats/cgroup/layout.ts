import { type CgroupVersion, type Controller, controllers } from "./files.ts";

/** How the cgroup file system is laid out below its root. */
export interface CgroupLayout {
  readonly version: CgroupVersion;
  /** Folder of each controller below the root; empty text is the root itself. */
  readonly folders: ReadonlyMap<Controller, string>;
}

/**
 * From the names of what is in the root. Version 1 mounts controllers alone or several together (`cpu,cpuacct`, with or
 * without a link for each); undefined when there are none.
 */
export const parseLayout = (names: readonly string[]): CgroupLayout | undefined => {
  if (names.includes("cgroup.controllers")) {
    return { version: "v2", folders: new Map(controllers.map((controller) => [controller, ""])) };
  }
  const folders = new Map<Controller, string>();
  for (const controller of controllers) {
    const folder =
      names.find((name) => name === controller) ?? names.find((name) => name.split(",").includes(controller));
    if (folder !== undefined) folders.set(controller, folder);
  }
  return folders.has("cpuacct") ? { version: "v1", folders } : undefined;
};
