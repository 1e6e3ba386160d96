import { uncompress } from "snappyjs";
import { z } from "zod";
import { readMessage } from "../protobuf/message.ts";
import { requestOfVersion2, writeRequest } from "./messages.ts";

export type Value = number | "stale";

export interface ReadSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly samples: readonly { readonly value: Value; readonly atMs: number }[];
  /** Version 2.0 only. */
  readonly metadata?: { readonly type: number; readonly help: string; readonly unit: string };
}

/** Any double: `z.number()` alone takes no infinities, which a sample may well be. */
const double = z.union([z.number(), z.nan(), z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])]);

const sample = z
  .object({
    value: z.union([double, z.literal("stale")]).default(0),
    timestamp: z.coerce.number().default(0),
  })
  .transform(({ value, timestamp }) => ({ value, atMs: timestamp }));

const label = z
  .object({ name: z.string().default(""), value: z.string().default("") })
  .transform(({ name, value }): readonly [string, string] => [name, value]);

const version1 = z.object({
  timeseries: z
    .array(z.object({ labels: z.array(label).default([]), samples: z.array(sample).default([]) }))
    .default([]),
});

const version2 = z.object({
  symbols: z.array(z.string()).default([]),
  timeseries: z
    .array(
      z.object({
        labelsRefs: z.array(z.number()).default([]),
        samples: z.array(sample).default([]),
        metadata: z
          .object({ type: z.number().default(0), helpRef: z.number().default(0), unitRef: z.number().default(0) })
          .optional(),
      }),
    )
    .default([]),
});

const plainOf = (body: Uint8Array): Uint8Array => uncompress(new Uint8Array(body), 32 * 1024 * 1024);

/** The series of a compressed `prometheus.WriteRequest`. Throws when it is none. */
export const readVersion1 = (body: Uint8Array): readonly ReadSeries[] =>
  version1.parse(readMessage(plainOf(body), writeRequest)).timeseries;

/** The series of a compressed `io.prometheus.write.v2.Request`. Throws when it is none, or its symbols are not in order. */
export const readVersion2 = (body: Uint8Array): readonly ReadSeries[] => {
  const { symbols, timeseries } = version2.parse(readMessage(plainOf(body), requestOfVersion2));
  if (symbols[0] !== "") throw new Error("the first symbol is not the empty one");
  if (new Set(symbols).size !== symbols.length) throw new Error("a symbol comes twice");
  const symbol = (place: number): string => {
    const text = symbols[place];
    if (text === undefined) throw new Error(`there is no symbol ${place}`);
    return text;
  };
  return timeseries.map(({ labelsRefs, samples, metadata }) => {
    if (labelsRefs.length % 2 !== 0) throw new Error("a label has no value");
    const labels: (readonly [string, string])[] = [];
    for (let at = 0; at < labelsRefs.length; at += 2) {
      labels.push([symbol(labelsRefs[at] ?? -1), symbol(labelsRefs[at + 1] ?? -1)]);
    }
    if (metadata === undefined) return { labels, samples };
    const { type, helpRef, unitRef } = metadata;
    return { labels, samples, metadata: { type, help: symbol(helpRef), unit: symbol(unitRef) } };
  });
};
