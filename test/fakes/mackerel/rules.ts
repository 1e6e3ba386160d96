import { z } from "zod";

/** What Mackerel takes, as its API documentation has it (mackerel.io/api-docs). Anything else is refused with 400. */
const name = z.string().regex(/^[a-zA-Z0-9._-]+$/);

/** `custom` and at least one part more, no two dots in a row; other names only have to be of the right characters. */
const metricName = name.refine(
  (text) => !text.startsWith("custom") || /^custom(?:\.[-a-zA-Z0-9_]+)+$/.test(text),
  "a custom metric's name",
);

const epochSeconds = z.int().positive();

export const hostValues = z
  .array(z.strictObject({ hostId: z.string().min(1), name: metricName, time: epochSeconds, value: z.number() }))
  .min(1);

export const serviceValues = z.array(z.strictObject({ name, time: epochSeconds, value: z.number() })).min(1);

const graphName = z
  .string()
  .regex(/^custom(?:\.(?:[-a-zA-Z0-9_]+|[*#]))+$/)
  .refine((text) => text.split("#").length <= 2, "# at most once");

const wildcards = (text: string): number => text.split(/[*#]/).length - 1;

export const graphDefinitions = z
  .array(
    z
      .strictObject({
        name: graphName,
        displayName: z.string().optional(),
        unit: z
          .enum(["float", "integer", "percentage", "seconds", "milliseconds", "bytes", "bytes/sec", "bits/sec", "iops"])
          .optional(),
        metrics: z
          .array(
            z.strictObject({
              name: graphName,
              displayName: z.string().optional(),
              isStacked: z.boolean().optional(),
            }),
          )
          .min(1),
      })
      .refine(
        (graph) =>
          graph.metrics.every(
            (metric) =>
              metric.name.slice(0, metric.name.lastIndexOf(".")) === graph.name &&
              wildcards(metric.name) === wildcards(graph.name),
          ),
        "a metric is the graph's name, a dot and a part without wildcards",
      ),
  )
  .min(1);

const roleFullname = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{1,62}:[A-Za-z0-9][A-Za-z0-9_-]{1,62}$/);

export const roleFullnames = z.strictObject({ roleFullnames: z.array(roleFullname) });

export const hostBody = z.strictObject({
  name: z.string().min(1),
  displayName: z.string().optional(),
  memo: z.string().optional(),
  customIdentifier: z.string().nullish(),
  meta: z.record(z.string(), z.unknown()),
  interfaces: z
    .array(
      z.strictObject({
        name: z.string(),
        macAddress: z.string().optional(),
        ipv4Addresses: z.array(z.string()).optional(),
        ipv6Addresses: z.array(z.string()).optional(),
        ipAddress: z.string().optional(),
        ipv6Address: z.string().optional(),
      }),
    )
    .optional(),
  roleFullnames: z.array(roleFullname).optional(),
  checks: z
    .array(z.strictObject({ name: z.string().regex(/^[a-zA-Z0-9_-]+$/), memo: z.string().max(250).optional() }))
    .optional(),
});

const statuses = ["working", "standby", "maintenance", "poweroff"] as const;
export const statusBody = z.strictObject({ status: z.enum(statuses) });
export const emptyBody = z.strictObject({});

const ids = z.array(z.string()).min(1).max(30);
export const bulkRetireBody = z.strictObject({ ids });
export const bulkStatusBody = z.strictObject({ ids, status: z.enum(statuses) });

export const serviceBody = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{1,62}$/),
  memo: z.string(),
});

export const checkReports = z.strictObject({
  reports: z
    .array(
      z.strictObject({
        source: z.strictObject({ type: z.literal("host"), hostId: z.string().min(1) }),
        name: z.string().regex(/^[a-zA-Z0-9_-]+$/),
        status: z.enum(["OK", "CRITICAL", "WARNING", "UNKNOWN"]),
        message: z.string().max(1024),
        occurredAt: epochSeconds,
        notificationInterval: z.int().min(0).optional(),
        maxCheckAttempts: z.int().min(1).max(10).optional(),
      }),
    )
    .min(1)
    .max(100),
});

export const graphNameBody = z.strictObject({ name: graphName });
