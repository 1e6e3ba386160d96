import type { Clock } from "../../ports/clock.ts";
import type { ContainerBoard } from "../../ports/container-board.ts";

/** Readings that end within this time share one look at the engine's list. */
const gatheringMs = 100;

/**
 * Has what runs looked at anew, after the call. False: nobody could look. What fifty targets tell in one collection costs the
 * engine a list or two, not fifty.
 */
export const openConfirmation = (board: Pick<ContainerBoard, "refresh">, clock: Pick<Clock, "sleep">) => {
  let gathering: Promise<boolean> | undefined;
  const look = async (): Promise<boolean> => {
    await clock.sleep(gatheringMs);
    gathering = undefined;
    return board.refresh();
  };
  return (): Promise<boolean> => {
    gathering ??= look();
    return gathering;
  };
};
