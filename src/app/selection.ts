import type { PartSettings } from "../config/load.ts";
import type { Place } from "../model/place.ts";

/** An input or output, on or off, and why: the start-up log's lines. */
export interface Selection<Definition> {
  readonly definition: Definition;
  readonly on: boolean;
  readonly why: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Selectable {
  readonly name: string;
  detect(place: Place, config: Readonly<Record<string, unknown>>): { readonly on: boolean; readonly why: string };
}

const decide = (
  definition: Selectable,
  { enabled, valid, config }: PartSettings,
  place: Place,
): { on: boolean; why: string } => {
  if (!valid) return { on: false, why: "its configuration has faults" };
  if (enabled === "auto") return definition.detect(place, config);
  return { on: enabled === "on", why: `the configuration says ${enabled}` };
};

/** Decides for each definition whether it runs here. */
export const select = <Definition extends Selectable>(
  definitions: readonly Definition[],
  settings: Readonly<Record<string, PartSettings>>,
  place: Place,
): readonly Selection<Definition>[] =>
  definitions.flatMap((definition) => {
    const part = settings[definition.name];
    return part === undefined ? [] : [{ definition, ...decide(definition, part, place), config: part.config }];
  });
