/** A committed file that is made from the source. */
export interface Document {
  /** From the project's root. */
  readonly path: string;
  /** The whole text. `committed`: the file as it stands, for a document that has a memory. */
  render(committed: string | undefined): string;
  /** Why it may not be written; empty when it may. */
  refuse?(committed: string | undefined): readonly string[];
}
