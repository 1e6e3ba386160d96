/** What standard output leads to. nothing: to where everything vanishes (`/dev/null`, or it was closed at the start). */
export const outlets = ["pipe", "file", "terminal", "nothing"] as const;
export type Outlet = (typeof outlets)[number];

/**
 * What became of a line. blocked: nobody took it before the signal fired; it may still go out, whole. closed: nobody reads
 * any more; full: no room on the file system; failed: all else.
 */
export type LineWritten =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "blocked" | "closed" | "full" | "failed"; readonly detail: string };

/** The process's standard output, for lines that a log driver reads. */
export interface StandardOutput {
  outlet(): Outlet;
  /**
   * Writes one line, its end included. Lines are written one after the other and stay whole, whatever the reader does. A
   * line that was blocked is not written twice: given again, its first writing is waited for. Never rejects.
   */
  write(line: string, signal: AbortSignal): Promise<LineWritten>;
}
