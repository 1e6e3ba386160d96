import type { BoardContainer } from "../../ports/container-board.ts";
import { isAlive } from "./container-words.ts";
import type { Identified } from "./identities.ts";
import type { ListedContainer } from "./listing.ts";

/** Addresses of a task's own network interface, by the task's ARN. */
export type AddressesOfTask = (arn: string) => readonly string[];

/**
 * What of a list belongs on the board: containers with processes. A container that is in a task's own network has that
 * one's addresses, of which Docker knows nothing.
 */
export const boardContainers = (
  listed: readonly ListedContainer[],
  identified: ReadonlyMap<string, Identified>,
  addressesOf: AddressesOfTask,
): readonly BoardContainer[] =>
  // The engine lists the newest first, and tells its time in whole seconds.
  listed
    .toReversed()
    .flatMap(({ id, state, createdAtMs, networkMode, ports, addresses }): readonly BoardContainer[] => {
      const who = identified.get(id);
      if (who === undefined || !isAlive(state)) return [];
      const { container, task } = who;
      const own = task?.networkMode === "awsvpc" ? addressesOf(task.arn) : addresses;
      return [
        {
          container,
          task,
          createdMs: createdAtMs,
          networkMode: task?.networkMode === "awsvpc" ? "awsvpc" : networkMode,
          ports,
          addresses: own,
        },
      ];
    });
