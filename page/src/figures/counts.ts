import type { Figures } from "./figures.ts";

/** `timeout 3, refused 1`; nothing counted is `none`, nothing told is left out. */
export const countsText = (
  counts: Readonly<Record<string, number>> | undefined,
  none: string,
  { number }: Figures,
): string | undefined => {
  if (counts === undefined) return undefined;
  const counted = Object.entries(counts).filter(([, count]) => count > 0);
  return counted.length === 0 ? none : counted.map(([reason, count]) => `${reason} ${number(count)}`).join(", ");
};

/** How long before `nowMs`. */
export const agoText = (atMs: number | undefined, nowMs: number, { ago }: Figures): string | undefined =>
  atMs === undefined ? undefined : ago(nowMs - atMs);
