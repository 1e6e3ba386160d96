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

const pointHead = {
  attributes,
  startTimeUnixNano: nanoseconds.optional(),
  timeUnixNano: nanoseconds.refine((ns) => ns > 0n, "a point has a time"),
  flags: z.number().optional(),
};

const whole = z
  .string()
  .regex(/^\d+$/)
  .default("0")
  .transform((text) => Number(text));

const ascends = (list: readonly number[]): boolean => list.every((one, place) => one > (list[place - 1] ?? -Infinity));
const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);

const histogramDataPoint = z
  .strictObject({
    ...pointHead,
    count: whole,
    sum: z.number().optional(),
    bucketCounts: z.array(whole).default([]),
    explicitBounds: z.array(z.number()).default([]).refine(ascends, "bounds ascend"),
  })
  .refine(({ bucketCounts, explicitBounds }) => bucketCounts.length === explicitBounds.length + 1, "a count a bucket")
  .refine(({ bucketCounts, count }) => total(bucketCounts) === count, "the buckets' counts add up to the count");

const summaryDataPoint = z.strictObject({
  ...pointHead,
  count: whole,
  sum: z.number().default(0),
  quantileValues: z
    .array(z.strictObject({ quantile: z.number().min(0).max(1).default(0), value: z.number().default(0) }))
    .default([]),
});

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
    histogram: z
      .strictObject({
        dataPoints: z.array(histogramDataPoint).min(1),
        aggregationTemporality: z.literal(2, "cumulative, or it is another fake"),
      })
      .optional(),
    summary: z.strictObject({ dataPoints: z.array(summaryDataPoint).min(1) }).optional(),
  })
  .refine(
    ({ gauge, sum, histogram, summary }) =>
      [gauge, sum, histogram, summary].filter((data) => data !== undefined).length === 1,
    "one kind of data",
  );

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
        scopeMetrics: z
          .array(scopeMetrics)
          .min(1)
          .refine((list) => new Set(list.map(({ scope }) => scope.name)).size === list.length, "a scope comes twice"),
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
