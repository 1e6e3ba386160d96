import type { KernelFiles } from "../../ports/files.ts";

/** Where the machine's files are for the agent. */
export interface Roots {
  /** Below it the host's own paths begin; empty for /. */
  readonly root: string;
  readonly proc: string;
  /** /proc shows all processes of the machine, and so the network of its first one, which is its own. */
  readonly seesProcesses: boolean;
}

/** Process 2 of a machine is the kernel's own parent of threads; in a container's namespace it is anything else. */
const kernelThreads = "kthreadd\n";

/** Undefined when there is no /proc at all. */
export const findRoots = (files: KernelFiles, hostRoot: string | undefined): Roots | undefined => {
  const candidates = hostRoot === undefined ? ["/host", ""] : [hostRoot.replace(/\/+$/, "")];
  for (const root of candidates) {
    const proc = `${root}/proc`;
    if (!files.readNow(`${proc}/stat`).ok) continue;
    const second = files.readNow(`${proc}/2/comm`);
    return { root, proc, seesProcesses: second.ok && second.text === kernelThreads };
  }
  return undefined;
};
