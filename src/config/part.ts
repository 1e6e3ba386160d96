import { z } from "zod";

/** Whether a part is on; `auto` lets it find out by itself whether there is something for it. */
const enabled = z
  .enum(["auto", "on", "off"])
  .default("auto")
  .describe("Whether it runs; auto: when there is something for it here");

export type Enabled = z.infer<typeof enabled>;

/** What an input or output tells of itself, as far as its configuration goes. */
interface Configurable {
  readonly name: string;
  readonly description: string;
  readonly config: z.ZodType;
}

/** The configuration of one part with its switch. Every part's is an object; unknown keys are refused. */
const partSchema = ({ name, config }: Configurable) => {
  if (!(config instanceof z.ZodObject)) throw new TypeError(`the configuration of ${name} must be an object`);
  return z.strictObject({ enabled, ...config.shape });
};

type PartSchema = ReturnType<typeof partSchema>;

export const partSchemas = (definitions: readonly Configurable[]): Readonly<Record<string, PartSchema>> =>
  Object.fromEntries(definitions.map((definition) => [definition.name, partSchema(definition)]));

/** All parts of one kind under one key. */
export const partsSchema = (definitions: readonly Configurable[]) =>
  z.strictObject(
    Object.fromEntries(
      definitions.map((definition) => [
        definition.name,
        partSchema(definition).prefault({}).describe(definition.description),
      ]),
    ),
  );
