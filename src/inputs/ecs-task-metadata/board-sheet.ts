import type { TaskDocument } from "../../formats/task-metadata/task-document.ts";
import type { BoardContainer, BoardSheet, Vantage } from "../../ports/container-board.ts";

/** A pause container rests at RESOURCES_PROVISIONED; another one gets there a moment before it runs. */
const running: ReadonlySet<string | undefined> = new Set(["RUNNING", "RESOURCES_PROVISIONED"]);

const containersOf = ({ identity: task, containers }: TaskDocument): readonly BoardContainer[] => {
  const shared = containers.flatMap(({ addresses }) => addresses);
  return containers
    .filter(({ knownStatus }) => running.has(knownStatus))
    .map(({ identity: container, createdMs, ports, networkMode, addresses }) => ({
      container,
      task,
      createdMs,
      networkMode: task.networkMode === "awsvpc" ? "awsvpc" : networkMode,
      ports: ports.map(({ container: containerPort, host, hostIp, protocol }) => ({
        containerPort,
        protocol,
        hostPort: host,
        hostIp,
      })),
      addresses: task.networkMode === "awsvpc" && addresses.length === 0 ? [...new Set(shared)] : addresses,
    }));
};

/** What runs of these tasks, and where. @param asOfMs when their documents were fetched */
export const boardSheet = (tasks: readonly TaskDocument[], vantage: Vantage, asOfMs: number): BoardSheet => ({
  vantage,
  containers: tasks.flatMap(containersOf),
  asOfMs,
});
