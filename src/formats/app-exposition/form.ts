import { isPage } from "../app-reading.ts";

/** Prometheus text 0.0.4, with times in milliseconds; OpenMetrics 1.0, with times in seconds. */
export type Form = "text" | "openmetrics";

const mediaType = (contentType: string): string => (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();

/** An answer without a type of its own is OpenMetrics when it ends as only that does. */
export const formOf = (body: string, contentType: string | undefined): Form => {
  const type = mediaType(contentType ?? "");
  if (type === "application/openmetrics-text") return "openmetrics";
  if (type === "text/plain") return "text";
  return body.slice(-9).trimEnd().endsWith("\n# EOF") ? "openmetrics" : "text";
};

/** What the answer is when it cannot be an exposition. */
export const otherThanExposition = (body: string, contentType: string | undefined): string | undefined => {
  const type = mediaType(contentType ?? "");
  if (type === "application/vnd.google.protobuf") return "Protocol Buffers, which was not asked for";
  // No line of an exposition begins like that. Its type alone tells nothing: PHP says text/html of everything.
  return isPage(body) ? "a page (HTML or XML), no metrics" : undefined;
};

/** Named where nothing of an answer could be read. */
export const typeWords = (contentType: string | undefined): string =>
  contentType === undefined ? "an answer without a type" : `an answer of type ${mediaType(contentType).slice(0, 60)}`;
