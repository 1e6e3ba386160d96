/** Of version 1 each controller has a hierarchy of its own; version 2 has one for all. */
export type Controller = "cpu" | "cpuacct" | "memory" | "blkio" | "pids";

export const controllers = ["cpu", "cpuacct", "memory", "blkio", "pids"] as const satisfies readonly Controller[];

export type CgroupVersion = "v1" | "v2";

/**
 * The text of one file of one cgroup; undefined: it cannot be read, as when the cgroup is gone or the kernel has no such
 * file. Version 2 has the same folder for every controller.
 */
export type ReadCgroup = (controller: Controller, file: string) => string | undefined;
