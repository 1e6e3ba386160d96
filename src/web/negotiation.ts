/** How a file of the page can be sent, besides as it is. */
export type Coding = "br" | "gzip";

/** Whether a header's list (Accept-Encoding) takes this coding. */
export const takesCoding = (header: string | undefined, coding: Coding): boolean =>
  (header ?? "").split(",").some((item) => {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    return name === coding && (weight === undefined || Number(weight.slice(2)) > 0);
  });

/**
 * Whether If-None-Match has this tag. Weakly, as RFC 9110 (13.1.2) has it compared: a proxy that compresses weakens tags,
 * and means the same thing.
 */
export const isHeld = (header: string | undefined, etag: string): boolean => {
  const strong = (tag: string): string => tag.trim().replace(/^W\//, "");
  return header !== undefined && (header.trim() === "*" || header.split(",").map(strong).includes(strong(etag)));
};

/** A browser that opens a page; curl and the like take anything, and get text. */
export const wantsHtml = (accept: string | undefined): boolean => (accept ?? "").toLowerCase().includes("text/html");
