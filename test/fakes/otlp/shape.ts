import { z } from "zod";

/** Requests in OTLP's JSON encoding; the binary one is read into the same. Unknown fields are offences here. */
export type AttributeValue = string | number | boolean | readonly AttributeValue[];

/** 64-bit integers are decimal texts. */
const integer = z.string().regex(/^-?\d+$/);
const nanoseconds = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text));

const anyValue: z.ZodType<AttributeValue> = z
  .union([
    z.strictObject({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
    z.strictObject({ boolValue: z.boolean() }).transform(({ boolValue }) => boolValue),
    z.strictObject({ intValue: integer }).transform(({ intValue }) => Number(intValue)),
    z.strictObject({ doubleValue: z.number() }).transform(({ doubleValue }) => doubleValue),
    z
      .strictObject({ arrayValue: z.strictObject({ values: z.array(z.lazy(() => anyValue)).default([]) }) })
      .transform(({ arrayValue }) => arrayValue.values),
  ])
  .describe("exactly one of the kinds of values");

const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value: anyValue }))
  .default([])
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, "a key comes twice")
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const numberDataPoint = z
  .strictObject({
    attributes,
    startTimeUnixNano: nanoseconds.optional(),
    timeUnixNano: nanoseconds.refine((ns) => ns > 0n, "a point has a time"),
    asDouble: z.number().optional(),
    asInt: integer.optional(),
    flags: z.number().optional(),
  })
  .refine(({ asDouble, asInt }) => (asDouble === undefined) !== (asInt === undefined), "asDouble or asInt, not both")
  .transform(({ asDouble, asInt, ...rest }) => ({
    ...rest,
    value: asDouble ?? Number(asInt),
    whole: asInt !== undefined,
  }));

const dataPoints = z.array(numberDataPoint).min(1, "a metric has points");

const metric = z
  .strictObject({
    // The syntax of instrument names, and the bounds of units (OpenTelemetry, "Metrics API").
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9_./-]{0,254}$/),
    description: z.string().default(""),
    unit: z
      .string()
      .regex(/^[\x20-\x7e]{0,63}$/)
      .default(""),
    gauge: z.strictObject({ dataPoints }).optional(),
    sum: z
      .strictObject({
        dataPoints,
        aggregationTemporality: z.literal(2, "cumulative, or it is another fake"),
        isMonotonic: z.boolean().default(false),
      })
      .optional(),
  })
  .refine(({ gauge, sum }) => (gauge === undefined) !== (sum === undefined), "a gauge or a sum, not both");

const scopeMetrics = z.strictObject({
  scope: z.strictObject({ name: z.string().min(1), version: z.string().default("") }),
  metrics: z
    .array(metric)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, "a metric comes twice in one scope"),
  schemaUrl: z.string().optional(),
});

export const exportRequest = z.strictObject({
  resourceMetrics: z
    .array(
      z.strictObject({
        resource: z.strictObject({ attributes }),
        scopeMetrics: z.array(scopeMetrics).length(1),
        schemaUrl: z.string().optional(),
      }),
    )
    .default([])
    .refine(
      (list) => new Set(list.map(({ resource }) => JSON.stringify(resource))).size === list.length,
      "a resource comes twice",
    ),
});

export type ExportRequest = z.output<typeof exportRequest>;
export type ReadPoint = z.output<typeof numberDataPoint>;
