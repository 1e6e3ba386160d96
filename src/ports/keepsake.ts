/** Whether what was left will be there after a restart; `ok` also where no disk is wanted for it. */
export type Left = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** A text that an input leaves for the one in its place, after a change of the configuration or a restart of the agent. */
export interface Keepsake {
  /** What was left last; undefined: nothing that can be read. Never rejects. */
  read(): Promise<string | undefined>;
  /** Leaves this instead; `read` has it at once. Resolves when it is on the disk, or cannot be. Never rejects. */
  leave(text: string): Promise<Left>;
}
