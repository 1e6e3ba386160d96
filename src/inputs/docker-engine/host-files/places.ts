import { type Controller, controllers, type ReadCgroup } from "../../../formats/cgroup/files.ts";
import { containerCgroup, expectedCgroup, parentCgroup, parseProcessCgroups } from "../../../formats/cgroup/path.ts";
import type { KernelFiles } from "../../../ports/files.ts";
import type { Whereabouts } from "../inspection.ts";
import type { HostRoots } from "./roots.ts";

/** Where one container's files are. */
export interface Place {
  /** Its folder of each controller, on the agent's file system. */
  readonly folders: ReadonlyMap<Controller, string>;
  /** Of its first process, below /proc; undefined where the agent does not see the host's processes. */
  readonly process: string | undefined;
}

/** The container cannot be found in the files, and why: words that end a sentence. */
export interface NoPlace {
  readonly why: string;
  /** Its process is gone, where processes can be seen. */
  readonly ended: boolean;
}

/** A file of the place's cgroup. `refuse` hears of files that are there and cannot be read. */
export const readerOf =
  (files: KernelFiles, folders: Place["folders"], refuse: (detail: string) => void): ReadCgroup =>
  (controller, name) => {
    const folder = folders.get(controller);
    if (folder === undefined) return undefined;
    const file = files.readNow(`${folder}/${name}`);
    if (file.ok) return file.text;
    if (file.reason !== "not-found") refuse(file.detail);
    return undefined;
  };

/** The cgroup above. */
export const parentFolders = (folders: Place["folders"]): Place["folders"] =>
  new Map([...folders].map(([controller, folder]) => [controller, parentCgroup(folder)]));

type Paths = (controller: Controller) => string | undefined;

const foldersOf = ({ cgroup, layout }: HostRoots, paths: Paths): Place["folders"] => {
  const folders = new Map<Controller, string>();
  for (const controller of controllers) {
    const hierarchy = layout.folders.get(controller);
    const path = paths(controller);
    if (hierarchy === undefined || path === undefined) continue;
    folders.set(controller, `${cgroup}${hierarchy === "" ? "" : `/${hierarchy}`}${path}`);
  }
  return folders;
};

const cpuFiles = { v1: ["cpuacct", "cpuacct.usage"], v2: ["cpu", "cpu.stat"] } as const;

const exists = (files: KernelFiles, { layout }: HostRoots, folders: Place["folders"]): boolean => {
  const [controller, file] = cpuFiles[layout.version];
  const found = files.readNow(`${folders.get(controller)}/${file}`);
  return found.ok || found.reason !== "not-found";
};

/**
 * Looks where the container's first process says it is; where that is not to be seen (a cgroup namespace of the agent's
 * own, no /proc of the host), looks where Docker puts it with either driver.
 */
export const findPlace = (
  files: KernelFiles,
  roots: HostRoots,
  id: string,
  { pid, cgroupParent }: Whereabouts,
): Place | NoPlace => {
  const process = pid === undefined ? undefined : `${roots.proc}/${pid}`;
  const file = process === undefined ? undefined : files.readNow(`${process}/cgroup`);
  // The number may belong to another process, in another namespace or by now.
  const isIts = file?.ok === true && file.text.includes(id);
  if (isIts) {
    const told = parseProcessCgroups(file.text);
    const folders = foldersOf(roots, (controller) =>
      containerCgroup(told.get(roots.layout.version === "v2" ? "" : controller), id),
    );
    if (folders.size > 0 && exists(files, roots, folders)) return { folders, process };
  }
  for (const driver of ["systemd", "cgroupfs"]) {
    const path = expectedCgroup(driver, cgroupParent, id);
    const folders = path === undefined ? undefined : foldersOf(roots, () => path);
    if (folders !== undefined && exists(files, roots, folders)) {
      return { folders, process: isIts ? process : undefined };
    }
  }
  return { why: `its cgroup is not below ${roots.cgroup}`, ended: file?.ok === false && file.reason === "not-found" };
};
