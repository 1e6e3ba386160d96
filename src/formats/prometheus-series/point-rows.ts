import type { MetricDefinition } from "../../catalogue/define.ts";
import type { Attributes, Point } from "../../model/point.ts";
import { labelText, type Owner } from "./owner.ts";

/** Adds a series to the family. */
export type Put = (owner: Owner, labels: string, value: number, atMs: number) => void;

/** What is done with each point of a metric. */
export type TakePoint = (point: Point, owner: Owner) => void;

/** Attributes as labels, in the catalogue's order, without what is empty; no braces. */
const attributeText = (names: readonly string[], attributes: Attributes): string => {
  let text = "";
  for (const name of names) {
    const value = attributes[name];
    if (value !== undefined && value !== "")
      text += text === "" ? labelText(name, value) : `,${labelText(name, value)}`;
  }
  return text;
};

const withAttributes = (owner: Owner, text: string): string => (text === "" ? owner.closed : `${owner.open}${text}}`);

/** One of a set is true: a series for every state known, and for a new one that the source brings. */
const stateTaker = (definition: MetricDefinition, put: Put): TakePoint => {
  const names = Object.keys(definition.attributes ?? {}).filter((name) => name !== "status");
  const states = definition.attributes?.status?.values ?? [];
  return ({ attributes, value, atMs }, owner) => {
    const present = attributes.status ?? "";
    if (present === "") return;
    const others = attributeText(names, attributes);
    const open = others === "" ? owner.open : `${owner.open}${others},`;
    if (value === 0 || !states.includes(present)) put(owner, `${open}${labelText("status", present)}}`, value, atMs);
    if (value === 0) return;
    for (const state of states) put(owner, `${open}status="${state}"}`, state === present ? 1 : 0, atMs);
  };
};

/** Makes each point of a metric a series. */
export const pointTaker = (definition: MetricDefinition, put: Put): TakePoint => {
  if (definition.kind === "state") return stateTaker(definition, put);
  const names = Object.keys(definition.attributes ?? {});
  if (names.length === 0) return ({ value, atMs }, owner) => put(owner, owner.closed, value, atMs);
  return ({ attributes, value, atMs }, owner) =>
    put(owner, withAttributes(owner, attributeText(names, attributes)), value, atMs);
};
