/** Where a command writes, and what a person types. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** A person looks at `out`. */
  readonly interactive: boolean;
  /** Width in characters; a guess when nobody looks. */
  columns(): number;
  rows(): number;
}
