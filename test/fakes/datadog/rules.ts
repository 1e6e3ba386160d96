import { z } from "zod";

/** Sizes that the API takes, in bytes. */
export interface Sizes {
  readonly compressed: number;
  readonly plain: number;
}

export const seriesSizes: Sizes = { compressed: 512_000, plain: 5_242_880 };
export const otherSizes: Sizes = { compressed: 3_200_000, plain: 62_914_560 };

const minute = 60;

/** Seconds before and after now within which the API keeps what it accepts. */
export const windows = {
  series: { past: 60 * minute, future: 10 * minute },
  checks: { past: 10 * minute, future: 10 * minute },
  events: { past: 18 * 60 * minute, future: 10 * minute },
} as const;

const seconds = z.int();

/** `POST /api/v2/series`. `type`: 0 unspecified, 1 count, 2 rate, 3 gauge. */
export const seriesBody = z.object({
  series: z.array(
    z.object({
      metric: z.string().min(1),
      type: z.literal([0, 1, 2, 3]).optional(),
      interval: z.int().nonnegative().optional(),
      points: z.array(z.object({ timestamp: seconds, value: z.number() })).min(1),
      resources: z.array(z.object({ type: z.string().min(1), name: z.string().min(1) })).optional(),
      tags: z.array(z.string()).optional(),
      unit: z.string().optional(),
      source_type_name: z.string().optional(),
      metadata: z.object({}).loose().optional(),
    }),
  ),
});

/** `POST /api/v1/check_run`: one, or a list. */
const check = z.object({
  check: z.string().min(1),
  host_name: z.string(),
  status: z.literal([0, 1, 2, 3]),
  tags: z.array(z.string()),
  timestamp: seconds.optional(),
  message: z.string().optional(),
});
export const checkBody = z.union([check.transform((one) => [one]), z.array(check)]);

/** `POST /api/v1/events`: one. */
export const eventBody = z.object({
  title: z.string().min(1),
  text: z.string().min(1).max(4000),
  date_happened: seconds.optional(),
  priority: z.literal(["normal", "low"]).optional(),
  host: z.string().max(255).optional(),
  tags: z.array(z.string()).optional(),
  alert_type: z
    .literal(["error", "warning", "info", "success", "user_update", "recommendation", "snapshot"])
    .optional(),
  aggregation_key: z.string().max(100).optional(),
  source_type_name: z.string().optional(),
  related_event_id: z.int().optional(),
  device_name: z.string().optional(),
});

/** Properties the API does not know are passed over in silence; a misspelt one is a mistake all the same. */
export const unknownKeys = (value: unknown, schema: z.core.$ZodType, path = ""): readonly string[] => {
  if (schema instanceof z.ZodOptional) return unknownKeys(value, schema.unwrap(), path);
  if (schema instanceof z.ZodArray) {
    return Array.isArray(value) ? value.flatMap((one) => unknownKeys(one, schema.element, `${path}[]`)) : [];
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== "object" || value === null) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(value).flatMap(([key, child]) => {
    const known = shape[key];
    return known === undefined ? [`${path}.${key}`] : unknownKeys(child, known, `${path}.${key}`);
  });
};

/** Names the API keeps as they are. */
export const isMetricName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_.]{0,199}$/.test(name);

/** Tags the API keeps as they are. */
export const isTag = (tag: string): boolean =>
  Array.from(tag).length <= 200 &&
  /^\p{L}[\p{L}\p{N}_\-:./]*$/u.test(tag) &&
  tag === tag.toLowerCase() &&
  !tag.endsWith(":");
