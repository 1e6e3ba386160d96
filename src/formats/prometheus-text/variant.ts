/** The two formats of the endpoint. */
const variants = ["text-0.0.4", "openmetrics-1.0.0"] as const;
export type Variant = (typeof variants)[number];

/** The variant of that name. */
export const asVariant = (text: string): Variant => variants.find((variant) => variant === text) ?? "text-0.0.4";

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  readonly quality: number;
  /** Place in the header. */
  readonly place: number;
}

interface Match {
  readonly quality: number;
  /** 3: the type with its version, 2: the type, 1: its group, 0: anything. */
  readonly specificity: number;
  readonly place: number;
}

const offers: Readonly<Record<Variant, { readonly type: string; readonly version: string }>> = {
  "text-0.0.4": { type: "text/plain", version: "0.0.4" },
  "openmetrics-1.0.0": { type: "application/openmetrics-text", version: "1.0.0" },
};

const qualityOf = (text: string | undefined): number => {
  if (text === undefined) return 1;
  const quality = Number(text);
  return quality >= 0 && quality <= 1 ? quality : 0;
};

const mediaRange = (text: string, place: number): MediaRange => {
  const [type = "", ...rest] = text.split(";");
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const [name = "", value = ""] = parameter.split("=");
    parameters.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1"));
  }
  const quality = qualityOf(parameters.get("q"));
  return { type: type.trim().toLowerCase(), version: parameters.get("version"), quality, place };
};

const specificity = (range: MediaRange, offer: { type: string; version: string }): number | undefined => {
  if (range.type === offer.type) {
    if (range.version === undefined) return 2;
    return range.version === offer.version ? 3 : undefined;
  }
  if (range.type === `${offer.type.slice(0, offer.type.indexOf("/"))}/*`) return 1;
  return range.type === "*/*" ? 0 : undefined;
};

/** What the header says of an offer: its most specific range counts (RFC 9110, 12.5.1). */
const match = (ranges: readonly MediaRange[], variant: Variant): Match | undefined => {
  let best: Match | undefined;
  for (const range of ranges) {
    const found = specificity(range, offers[variant]);
    if (found !== undefined && (best === undefined || found > best.specificity)) {
      best = { quality: range.quality, specificity: found, place: range.place };
    }
  }
  return best;
};

/**
 * The format a reader wants: the one it rates higher, of equals the one it names more exactly or first. Text 0.0.4
 * when it says nothing, asks for anything, or accepts neither: a scrape is worth more than a 406.
 */
export const negotiate = (accept: string): Variant => {
  const ranges = accept.split(",").map(mediaRange);
  const text = match(ranges, "text-0.0.4");
  const open = match(ranges, "openmetrics-1.0.0");
  if (open === undefined || open.quality === 0) return "text-0.0.4";
  if (text === undefined || open.quality > text.quality) return "openmetrics-1.0.0";
  if (open.quality < text.quality || open.specificity < text.specificity) return "text-0.0.4";
  return open.specificity > text.specificity || open.place < text.place ? "openmetrics-1.0.0" : "text-0.0.4";
};
