import type { BoardContainer } from "../../ports/container-board.ts";

const short = 12;

/** A container as people know it: `web/app (3f0c1d2e4b5a)`. */
export const containerWords = ({ container, task }: BoardContainer): string => {
  const name = task === undefined || task.family === "" ? container.name : `${task.family}/${container.name}`;
  return container.id === "" ? name : `${name} (${container.id.slice(0, short)})`;
};
