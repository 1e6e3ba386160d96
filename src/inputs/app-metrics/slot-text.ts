import { fieldsOf } from "../../formats/json-fields.ts";
import type { Numbered, SlotState } from "./slots.ts";

const version = 1;

/** No more targets than this can be configured, so no slot is larger. */
const most = 10_000;

/** One line of JSON. */
export const writeSlots = ({ held, former }: SlotState): string =>
  `${JSON.stringify({ taskvitals: "slots", version, held, former })}\n`;

const numbered = (rows: readonly ReturnType<typeof fieldsOf>[]): readonly Numbered[] =>
  rows.slice(0, most).flatMap((row) => {
    const [id, name, slot] = [row.text("id"), row.text("name"), row.limit("slot")];
    if (id === undefined || name === undefined || slot === undefined) return [];
    return Number.isInteger(slot) && slot <= most ? [{ id, name, slot }] : [];
  });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What `writeSlots` wrote; undefined when it is something else. */
export const readSlots = (text: string): SlotState | undefined => {
  const root = fieldsOf(parsed(text));
  const [held, former] = [root.list("held"), root.list("former")];
  if (root.text("taskvitals") !== "slots" || root.number("version") !== version) return undefined;
  return held === undefined || former === undefined ? undefined : { held: numbered(held), former: numbered(former) };
};
