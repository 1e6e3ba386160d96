import type { Layout } from "./layout.ts";

/** A canvas to draw on in CSS pixels. */
export interface Sheet {
  readonly ctx: CanvasRenderingContext2D;
  /** Device pixels in a CSS pixel. */
  readonly dot: number;
  readonly layout: Layout;
}

/** Where a line of one pixel is not smeared over two. */
export const crisp = ({ dot }: Pick<Sheet, "dot">, place: number): number =>
  (Math.round(place * dot) + (Math.round(dot) % 2) / 2) / dot;

export const strokeLine = ({ ctx }: Sheet, x: number, y: number, toX: number, toY: number): void => {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(toX, toY);
  ctx.stroke();
};
