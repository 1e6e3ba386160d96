/** Where a command writes, and what a person types. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** A person looks at `out`, on a screen whose cursor can be moved. */
  readonly interactive: boolean;
  /** Width and height in characters; infinite when nobody looks. */
  columns(): number;
  rows(): number;
  /** Calls back for every key until the returned function is called. Ctrl-C is a key then. Nothing where nobody types. */
  onKey(listener: (key: string) => void): () => void;
  /** Takes the whole screen until the returned function gives it back, as the end of the process does in any case. */
  takeScreen(): () => void;
}
