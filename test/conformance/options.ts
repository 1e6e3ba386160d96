import { z } from "zod";

interface Schema {
  readonly description?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

const undescribed = ({ properties = {} }: Schema, path: string): readonly string[] =>
  Object.entries(properties).flatMap(([name, option]) => [
    ...(typeof option.description === "string" && option.description.trim() !== "" ? [] : [`${path}${name}`]),
    ...undescribed(option, `${path}${name}.`),
  ]);

/** The options of a configuration, at any depth, that nobody described. */
export const undescribedOptions = (config: z.ZodType): readonly string[] => {
  const schema: unknown = z.toJSONSchema(config, { io: "input", unrepresentable: "any" });
  return isSchema(schema) ? undescribed(schema, "") : ["(no schema)"];
};
