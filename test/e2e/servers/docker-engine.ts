import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { makeFavouredCgroup, removeAbandonedCgroups, removeCgroups } from "./cgroup.ts";
import { bareEnvironment, startChild } from "./child.ts";
import { requirePrograms } from "./required.ts";
import { run } from "./run.ts";
import { makeScratch, removeAbandonedScratch } from "./scratch.ts";
import { waitFor } from "./wait.ts";

/** A Docker Engine of the test's own, which knows nothing of another one on this machine. */
export interface DockerEngine extends AsyncDisposable {
  /** A process in the engine's network. */
  readonly pid: number;
  readonly socket: string;
  /** What the `docker` command prints. */
  readonly docker: (...args: string[]) => Promise<string>;
  /** Runs a program where the engine's published ports are on 127.0.0.1. */
  readonly inNetwork: (...command: [string, ...string[]]) => Promise<string>;
  /** Cgroup that all its containers are under, relative to the root of each hierarchy. */
  readonly cgroupParent: string;
  /** The /proc of its containers: numbers of their processes are those that the engine tells. */
  readonly procRoot: string;
  /** Directory on the disk that the containers write to. */
  readonly dataRoot: string;
}

/**
 * The engine gets namespaces of its own, so that its bridge, its iptables rules, its mounts and all its processes go
 * when it goes, whatever state it is in. /run and /etc/docker are hidden since paths in them are built in.
 */
const script = `
  busybox ifconfig lo up
  mount -t tmpfs tmpfs /run
  mkdir -p /etc/docker && mount -t tmpfs tmpfs /etc/docker
  exec dockerd "$@"
`;

const isolate = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"] as const;

/** The one child of `unshare`: first process of the new namespace, with which all others end. */
const firstProcess = (unsharePid: number): number | undefined => {
  const parentOf = (pid: string): string | undefined => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) \S /s, "")
        .split(" ")[0];
    } catch {
      return undefined;
    }
  };
  const child = readdirSync("/proc").find((name) => /^\d+$/.test(name) && parentOf(name) === String(unsharePid));
  return child === undefined ? undefined : Number(child);
};

export const startDockerEngine = async (): Promise<DockerEngine> => {
  requirePrograms("dockerd", "docker", "iptables", "busybox", "unshare", "nsenter", "setpriv");
  removeAbandonedCgroups();
  removeAbandonedScratch();
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await makeScratch("docker"));
  const socket = join(scratch.path, "docker.sock");
  const dataRoot = join(scratch.path, "data");
  const cgroupParent = `/${basename(scratch.path)}`;
  stack.defer(() => removeCgroups(cgroupParent));
  makeFavouredCgroup(cgroupParent);
  const engine = stack.use(
    startChild({
      name: "dockerd",
      // biome-ignore format: one option a line
      command: [
        ...isolate, "sh", "-ec", script, "dockerd",
        "--data-root", dataRoot,
        "--exec-root", join(scratch.path, "exec"),
        "--pidfile", join(scratch.path, "pid"),
        "--host", `unix://${socket}`,
        "--cgroup-parent", cgroupParent,
        "--exec-opt", "native.cgroupdriver=cgroupfs",
      ],
      env: bareEnvironment(scratch.path),
      logFile: join(scratch.path, "log"),
    }),
  );
  // Ending the namespace's first process ends every process in it at once, and unshare with them.
  stack.defer(async () => {
    const first = firstProcess(engine.pid);
    if (first !== undefined) process.kill(first, "SIGKILL");
    await waitFor({
      what: "the engine's namespace ends",
      attempt: async () => (firstProcess(engine.pid) === undefined ? true : undefined),
    });
  });
  const env = { ...bareEnvironment(scratch.path), DOCKER_HOST: `unix://${socket}` };
  const docker = (...args: string[]): Promise<string> => run(["docker", ...args], { env });
  await engine.ready("answers", () => docker("version", "--format", "{{.Server.Version}}"));
  const first = firstProcess(engine.pid);
  if (first === undefined) throw new Error("the engine's namespace has no process");
  const owned = stack.move();
  return {
    pid: engine.pid,
    socket,
    docker,
    inNetwork: (...command) => run(["nsenter", "--target", String(engine.pid), "--net", "--", ...command]),
    cgroupParent,
    procRoot: `/proc/${first}/root/proc`,
    dataRoot,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
