import { availableParallelism, cpus, totalmem } from "node:os";
import { createInterface } from "node:readline";

/** Bytes and messages of a program's sockets since its start. */
export interface SocketCounts {
  readonly rxBytes: number;
  readonly rxMessages: number;
  readonly txBytes: number;
  readonly txMessages: number;
}

const noSockets: SocketCounts = { rxBytes: 0, rxMessages: 0, txBytes: 0, txMessages: 0 };

const tell = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const hostCpuMs = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.idle + times.irq, 0);

/** What a process can say of itself on any system. */
const report = (sockets: SocketCounts): object => {
  const { user, system } = process.cpuUsage();
  const { maxRSS, minorPageFault, majorPageFault } = process.resourceUsage();
  return {
    cpuUserUs: user,
    cpuSystemUs: system,
    residentBytes: process.memoryUsage.rss(),
    peakBytes: maxRSS * 1024,
    minorFaults: minorPageFault,
    majorFaults: majorPageFault,
    hostCpus: availableParallelism(),
    hostMemoryBytes: totalmem(),
    hostCpuMs: hostCpuMs(),
    ...sockets,
  };
};

/**
 * Keeps a program in the hands of its parent: `report` on standard input is answered with a line of JSON, `exit 3`
 * ends it with that code, and the end of the input ends it too. The system closes a dead parent's pipes, so this
 * holds even when the parent was killed.
 */
export const attend = (ready: object, sockets: () => SocketCounts = () => noSockets): void => {
  process.stdout.on("error", () => process.exit(0));
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      if (line === "report") tell({ report: report(sockets()) });
      if (line.startsWith("exit ")) process.exit(Number(line.slice("exit ".length)));
    })
    .on("close", () => process.exit(0));
  tell({ ready });
};
