import { type Mount, parseMountinfo } from "../../formats/proc/mounts.ts";
import type { KernelFiles } from "../../ports/files.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";

/** On a disk of the machine: others are in memory, or elsewhere, where asking for their size may take for ever. */
const diskTypes: ReadonlySet<string> = new Set(["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "erofs"]);

const mostFileSystems = 32;

/** A mount by its path on the host. */
interface HostMount extends Mount {
  readonly hostPath: string;
}

/**
 * The machine's file systems below `root`, each once, where it is mounted highest up. None when `root` itself is not on a
 * disk: then it is a container's root, and what is mounted there are pieces of the machine's file systems.
 */
export const hostMounts = (mounts: readonly Mount[], root: string): readonly HostMount[] => {
  const own = root === "" ? "/" : root;
  const below = mounts.flatMap((mount): readonly HostMount[] => {
    if (!diskTypes.has(mount.type)) return [];
    if (mount.path === own) return [{ ...mount, hostPath: "/" }];
    return mount.path.startsWith(`${root}/`) ? [{ ...mount, hostPath: mount.path.slice(root.length) }] : [];
  });
  if (!below.some(({ hostPath }) => hostPath === "/")) return [];
  const byDevice = new Map<string, HostMount>();
  for (const mount of below) {
    const known = byDevice.get(mount.device);
    if (known === undefined || mount.hostPath.length < known.hostPath.length) byDevice.set(mount.device, mount);
  }
  return [...byDevice.values()].slice(0, mostFileSystems);
};

/** Size and use of the machine's file systems, as far as they are mounted for the agent. */
export const recordSpace = async (
  recorder: ResourceRecorder<"host">,
  files: KernelFiles,
  root: string,
  signal: AbortSignal,
): Promise<void> => {
  const own = files.readNow("/proc/self/mountinfo");
  if (!own.ok) return;
  for (const { path, hostPath } of hostMounts(parseMountinfo(own.text), root)) {
    if (signal.aborted) return;
    const size = await files.fileSystem(path);
    if ("ok" in size) continue;
    recorder.record("host.filesystem.size", size.sizeBytes, { mount: hostPath });
    recorder.record("host.filesystem.used", size.usedBytes, { mount: hostPath });
  }
};
