import type { PushItem } from "../../ports/push-output.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** One document. Every item takes the same way. */
export interface DocumentItem extends PushItem {
  readonly route: "bulk";
  /** Data stream, or the first part of the index' name where the server has no data streams. */
  readonly stream: string;
  /** The same for the same sample, so that what is sent twice is stored once. */
  readonly id: string;
  readonly document: Json;
}
