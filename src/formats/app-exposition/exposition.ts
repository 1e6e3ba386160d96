import { type Reading, Tally } from "../app-reading.ts";
import { detached } from "../detached.ts";
import { createFamilies } from "./families.ts";
import { type Form, formOf, otherThanExposition, typeWords } from "./form.ts";
import { isLongerThan } from "./labels.ts";
import { eachLine } from "./lines.ts";
import { readMetadata } from "./metadata-line.ts";
import { SampleLine } from "./sample-line.ts";

export interface ExpositionOptions {
  /** The time of samples that tell none, milliseconds since the epoch. */
  readonly nowMs: number;
  /** Lines of samples beyond this are counted, not read. */
  readonly maxSamples: number;
  /** For the name and all labels of a series, and for a HELP text: UTF-8 bytes. 8,192 unless told. */
  readonly maxLabelBytes?: number;
}

/** The lines of one answer, from its first to its last. */
const readLines = (body: string, form: Form, options: ExpositionOptions): Reading => {
  const { nowMs, maxSamples, maxLabelBytes = 8192 } = options;
  const tally = new Tally();
  const families = createFamilies(tally, nowMs);
  const sample = new SampleLine(body, form);
  let ended = false;

  const readComment = (line: string, number: number): void => {
    const metadata = readMetadata(line, form);
    if (metadata.kind === "end") ended = true;
    if (metadata.kind === "malformed") tally.malformed(number, metadata.what);
    if (!("name" in metadata) || metadata.name.length > maxLabelBytes) return;
    if ("text" in metadata && metadata.text.length > maxLabelBytes) return;
    const wrong = families.describe(metadata);
    if (wrong !== undefined) tally.malformed(number, wrong);
  };

  const readSample = (start: number, end: number, number: number): void => {
    if (tally.samples >= maxSamples) {
      tally.drop("over-samples");
      return;
    }
    const wrong = sample.read(start, end);
    if (wrong !== undefined) {
      tally.malformed(number, wrong);
      return;
    }
    const dropped = isLongerThan(sample, maxLabelBytes) ? "over-labels" : families.take(sample);
    if (dropped === undefined) tally.samples += 1;
    else if (dropped === "malformed") tally.malformed(number, "a label twice");
    else tally.drop(dropped);
  };

  const number = eachLine(body, (start, end, line, whole) => {
    if (body.charCodeAt(start) === 35) readComment(detached(body.slice(start, end)), line);
    // OpenMetrics ends with a line of its own: one that stops in the middle may be half a number.
    else if (form === "openmetrics" && !whole) tally.malformed(line, "a line that was cut off");
    else readSample(start, end, line);
    return !ended;
  });
  if (form === "openmetrics" && !ended) tally.trouble ??= { line: number, what: "no # EOF: the answer was cut off" };
  return tally.reading(families.finish(tally.dropped["over-samples"] > 0));
};

/**
 * Reads what an app answers where Prometheus scrapes it: text 0.0.4 or OpenMetrics 1.0, as its type says. Never throws. A line
 * that cannot be read costs itself, not the others.
 */
export const readExposition = (body: string, contentType: string | undefined, options: ExpositionOptions): Reading => {
  const other = otherThanExposition(body, contentType);
  if (other !== undefined) {
    const tally = new Tally();
    tally.trouble = { line: 0, what: other };
    return tally.reading([]);
  }
  const reading = readLines(body, formOf(body, contentType), options);
  const { families, samples, dropped, trouble } = reading;
  if (samples > 0 || trouble === undefined) return reading;
  return {
    families,
    samples,
    dropped,
    trouble: { line: trouble.line, what: `${typeWords(contentType)} without a metric: ${trouble.what}` },
  };
};
