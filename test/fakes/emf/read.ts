import { dimensionValue, metricValue, type Root, root } from "./schema.ts";

/** A value as CloudWatch would keep it: one for each set of dimensions. */
export interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** All other members of the document that are texts. */
  readonly properties: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  readonly atMs: number;
}

const hourMs = 3_600_000;
const oldestMs = 14 * 24 * hourMs;
const furthestAheadMs = 2 * hourMs;
/** A log event with its overhead of 26 bytes: what log drivers and CloudWatch take since ever. */
const largestBytes = 262_144 - 26;

const refuse = (why: string): never => {
  throw new Error(`CloudWatch would refuse this: ${why}`);
};

const dimensionsIn = (document: Root, names: readonly string[]): Readonly<Record<string, string>> => {
  if (new Set(names).size !== names.length) refuse("a set with a dimension twice");
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(document, name)) refuse(`dimension ${name} is not a member of the root`);
      return [name, dimensionValue.parse(document[name])];
    }),
  );
};

const propertiesOf = (document: Root): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(document).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );

/**
 * The metrics that CloudWatch makes of a log event. Throws when the event is not a document by the specification of the
 * embedded metric format, or what it says is not what CloudWatch takes. JSON has no NaN and no infinity.
 * @param nowMs when the event comes
 */
export const readEvent = (event: string, nowMs: number): readonly Datum[] => {
  if (Buffer.byteLength(event) > largestBytes) refuse(`more than ${largestBytes} bytes`);
  const document = root.parse(JSON.parse(event));
  const { Timestamp: atMs, CloudWatchMetrics: directives } = document._aws;
  if (nowMs - atMs > oldestMs) refuse("a time stamp of more than two weeks ago");
  if (atMs - nowMs > furthestAheadMs) refuse("a time stamp more than two hours ahead");
  const properties = propertiesOf(document);
  return directives.flatMap(({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) => {
    const names = metrics.map(({ Name: name }) => name);
    if (new Set(names).size !== names.length) refuse("a metric twice in a directive");
    return metrics.flatMap(({ Name: name, Unit: unit }) => {
      if (!Object.hasOwn(document, name)) refuse(`metric ${name} is not a member of the root`);
      const values = metricValue.parse(document[name]);
      return sets.map((set) => ({
        namespace,
        name,
        unit,
        dimensions: dimensionsIn(document, set),
        properties,
        values,
        atMs,
      }));
    });
  });
};

/** The lines of a text, which ends with a line end if it has any. */
export const eventsIn = (text: string): readonly string[] => {
  if (text === "") return [];
  if (!text.endsWith("\n")) refuse("the last line has no end");
  return text.slice(0, -1).split("\n");
};
