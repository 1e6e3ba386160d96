import { fieldsOf } from "../../formats/json-fields.ts";
import { parseJson } from "./engine-problem.ts";

/** Something that happened to a container. */
export interface ContainerEvent {
  readonly id: string;
  /** start, die, oom, ..., without the value that some bring (`health_status: healthy`). */
  readonly action: string;
  /** By the engine's clock, whole seconds since the epoch. */
  readonly atSeconds: number;
  /** The same event read twice, after a reconnection, has the same key. */
  readonly key: string;
}

/** The events after which a container is not what it was. */
export const watchedActions = [
  "start",
  "die",
  "oom",
  "destroy",
  "health_status",
  "pause",
  "unpause",
  "rename",
  "update",
] as const;

/**
 * One line of /events. Engines before API 1.22 write status and id, those from 1.52 on Type, Action and Actor, the
 * ones between both. Undefined for what is no event of a container.
 */
export const parseContainerEvent = (line: string): ContainerEvent | undefined => {
  const parsed = parseJson(line);
  if (!parsed.ok) return undefined;
  const event = fieldsOf(parsed.value);
  const id = event.object("Actor").text("ID") ?? event.text("id");
  const action = (event.text("Action") ?? event.text("status"))?.split(":")[0]?.trim();
  const atSeconds = event.limit("time");
  if (id === undefined || action === undefined || atSeconds === undefined) return undefined;
  if ((event.text("Type") ?? "container") !== "container") return undefined;
  // timeNano is rounded to 256 ns when read as a number, which is exact enough to know an event again.
  return { id, action, atSeconds, key: `${event.number("timeNano") ?? atSeconds} ${id} ${action}` };
};
