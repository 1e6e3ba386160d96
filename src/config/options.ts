import { z } from "zod";
import { configSchema } from "./schema.ts";

/** One option that has a value of its own. */
export interface Option {
  /** Keys from the top of the configuration. */
  readonly path: readonly string[];
  readonly description: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "array";
  readonly values?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Environment variables that set it, ours first. */
  readonly variables: readonly string[];
  /** Its value is shown to nobody. */
  readonly secret?: true;
}

/** The decode point of the JSON Schema that zod writes: only what is read below. */
const nodeSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().default(""),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  env: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  secret: z.boolean().default(false),
  items: z.looseObject({ enum: z.array(z.string()).optional() }).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const optionTypes = z.enum(["string", "integer", "number", "boolean", "array"]);

export const jsonSchema = (): Record<string, unknown> => z.toJSONSchema(configSchema, { io: "input" });

const screaming = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase();

/** `server.port` is TASKVITALS_SERVER_PORT, `inputs.docker-engine.timeoutMs` TASKVITALS_INPUTS_DOCKER_ENGINE_TIMEOUT_MS. */
const variableOf = (path: readonly string[]): string => `TASKVITALS_${path.map(screaming).join("_")}`;

const walk = (raw: unknown, path: readonly string[]): readonly Option[] => {
  const node = nodeSchema.parse(raw);
  if (node.properties !== undefined) {
    return Object.entries(node.properties).flatMap(([key, child]) => walk(child, [...path, key]));
  }
  const values = node.enum ?? node.items?.enum;
  return [
    {
      path,
      description: node.description,
      type: optionTypes.parse(node.type ?? "string"),
      variables: [variableOf(path), ...node.env],
      ...(node.secret ? { secret: true as const } : {}),
      ...(values === undefined ? {} : { values }),
      ...(node.default === undefined ? {} : { default: node.default }),
      ...(node.minimum === undefined ? {} : { minimum: node.minimum }),
      ...(node.maximum === undefined ? {} : { maximum: node.maximum }),
    },
  ];
};

/** Every option there is, in the order of the schema. */
export const listOptions = (): readonly Option[] => walk(jsonSchema(), []);
