import type { BoardSheet, ContainerBoard, LookAgain } from "../ports/container-board.ts";

export const openContainerBoard = (): ContainerBoard => {
  const looks = new Map<string, LookAgain>();
  let sheets: ReadonlyMap<string, BoardSheet> = new Map();
  let isRead = false;
  let running: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;

  const lookAll = async (): Promise<boolean> => {
    const seen = await Promise.all([...looks.values()].map((look) => look()));
    return seen.every(Boolean);
  };

  const begin = (): Promise<boolean> => {
    running = lookAll().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    publish: (source, sheet) => {
      sheets = new Map(sheets).set(source, sheet);
    },
    offer: (source, look) => {
      looks.set(source, look);
    },
    withdraw: (source) => {
      looks.delete(source);
      const left = new Map(sheets);
      if (left.delete(source)) sheets = left;
    },
    sheets: () => sheets,
    refresh: () => {
      if (running === undefined) return begin();
      next ??= running.then(() => {
        next = undefined;
        return begin();
      });
      return next;
    },
    read: () => {
      isRead = true;
    },
    isRead: () => isRead,
  };
};
