import type { PastEvent } from "./life.ts";
import { type ScriptedTask, scriptedMoment } from "./scripted.ts";
import type { TaskSource } from "./source.ts";

/** Scripted tasks as a source: keeps nothing but what has happened to them. */
export const scriptedSource = (tasks: readonly ScriptedTask[]): TaskSource => {
  const events: PastEvent[] = [];
  const concerns = (event: PastEvent, task: number): boolean =>
    event.kind === "clock-step" || event.task === undefined || event.task === task;
  return {
    count: tasks.length,
    moment: (index, nowMs) => {
      const task = tasks[index];
      if (task === undefined) throw new RangeError(`there is no task ${index}`);
      return scriptedMoment({ ...task, events: events.filter((event) => concerns(event, index)) }, nowMs);
    },
    happen: (event) => {
      events.push(event);
    },
    stop: async () => {},
  };
};
