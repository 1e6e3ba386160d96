import type { Terminal } from "../../src/ports/terminal.ts";

/** A terminal of a size that tests set, with what was written to it and a person at its keys. */
export interface FakeTerminal extends Terminal {
  readonly written: () => string;
  readonly complained: () => string;
  readonly clear: () => void;
  readonly press: (key: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Whether the screen is taken, and keys are listened to. */
  readonly taken: () => boolean;
  readonly listening: () => boolean;
}

/** Undefined size: none where nobody looks, that of a usual window where somebody does. */
export const openFakeTerminal = (
  options: { readonly interactive?: boolean; readonly columns?: number; readonly rows?: number } = {},
): FakeTerminal => {
  const { interactive = false } = options;
  const [usualColumns, usualRows] = interactive ? [120, 40] : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const { columns = usualColumns, rows = usualRows } = options;
  let out = "";
  let err = "";
  let size = { columns, rows };
  let taken = false;
  let listener: ((key: string) => void) | undefined;
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive,
    columns: () => size.columns,
    rows: () => size.rows,
    onKey: (heard) => {
      listener = heard;
      return () => {
        listener = undefined;
      };
    },
    takeScreen: () => {
      taken = true;
      return () => {
        taken = false;
      };
    },
    written: () => out,
    complained: () => err,
    clear: () => {
      out = "";
      err = "";
    },
    press: (key) => listener?.(key),
    resize: (newColumns, newRows) => {
      size = { columns: newColumns, rows: newRows };
    },
    taken: () => taken,
    listening: () => listener !== undefined,
  };
};
