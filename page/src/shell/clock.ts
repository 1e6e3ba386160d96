import { signal } from "@preact/signals";

/** Counts seconds, for what tells how long something lasts. Slower while nobody looks. */
export const second = signal(0);
export const minute = signal(0);

export const startClock = (): void => {
  setInterval(() => {
    if (document.hidden) return;
    second.value += 1;
    if (second.value % 30 === 0) minute.value += 1;
  }, 1000);
};
