import { z } from "zod";

/** The units that the specification's JSON schema lists. */
const units = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  ...["", "/Second"].flatMap((per) =>
    ["Bytes", "Bits"].flatMap((unit) =>
      ["", "Kilo", "Mega", "Giga", "Tera"].map((prefix) =>
        prefix === "" ? `${unit}${per}` : `${prefix}${unit.toLowerCase()}${per}`,
      ),
    ),
  ),
  "Percent",
  "Count",
  "Count/Second",
  "None",
] as const;

const metricDefinition = z.strictObject({
  Name: z.string().min(1).max(255),
  Unit: z.enum(units).default("None"),
  StorageResolution: z.union([z.literal(1), z.literal(60)]).default(60),
});

const printable = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

const dimensionName = z
  .string()
  .min(1)
  .max(250)
  .regex(printable)
  .refine((name) => !name.startsWith(":"), "a dimension's name does not begin with a colon");

const directive = z.strictObject({
  Namespace: z
    .string()
    .max(255)
    .regex(/^[\w.\-/#: ]*[\w.\-/#:][\w.\-/#: ]*$/)
    .refine((name) => !name.startsWith("AWS/"), "namespaces that begin with AWS/ are CloudWatch's own"),
  Dimensions: z.array(z.array(dimensionName).max(30)).min(1),
  Metrics: z.array(metricDefinition).min(1).max(100),
});

/** The root of a document, whose other members are the targets of references. */
export const root = z.looseObject({
  _aws: z.strictObject({ Timestamp: z.int(), CloudWatchMetrics: z.array(directive).min(1) }),
});

export type Root = z.output<typeof root>;

/** What a dimension may be: ASCII, not blank. */
export const dimensionValue = z.string().min(1).max(1024).regex(printable);

/** What CloudWatch keeps: neither too large nor too small, and not more than a hundred at once. */
const value = z
  .number()
  .refine((number) => number === 0 || (Math.abs(number) <= 2 ** 360 && Math.abs(number) >= 2 ** -360), "out of range");
export const metricValue = z.union([value.transform((one) => [one]), z.array(value).min(1).max(100)]);
