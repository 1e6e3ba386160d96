import type { Terminal } from "../ports/terminal.ts";
import { errorCode, errorText } from "./error-text.ts";

const { stdin, stdout, stderr } = process;

const sequences = {
  takeScreen: "\u001b[?1049h\u001b[?25l",
  giveBackScreen: "\u001b[?25h\u001b[?1049l",
};

const once = (act: () => void): (() => void) => {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
};

const takeScreen = (): (() => void) => {
  const giveBack = once(() => {
    process.off("exit", giveBack);
    stdout.write(sequences.giveBackScreen);
  });
  process.on("exit", giveBack);
  stdout.write(sequences.takeScreen);
  return giveBack;
};

const onKey = (listener: (key: string) => void): (() => void) => {
  if (!stdin.isTTY) return () => {};
  // What is typed fast, or pasted, comes in one piece; an escape sequence is one key.
  const heard = (text: string): void => {
    for (const key of text.startsWith("\u001b") ? [text] : text) listener(key);
  };
  stdin.setRawMode(true).setEncoding("utf8").on("data", heard).resume();
  const stop = once(() => {
    process.off("exit", stop);
    stdin.off("data", heard).setRawMode(false).pause();
  });
  process.on("exit", stop);
  return stop;
};

const out = (text: string): void => {
  stdout.write(text, (error) => {
    if (!error) return;
    if (errorCode(error) === "EPIPE") process.exit(0);
    stderr.write(`taskvitals: standard output cannot be written to: ${errorText(error)}\n`);
    process.exit(1);
  });
};

/**
 * The process's own terminal. A reader that goes away (`taskvitals top | head`) ends a command that writes to it without a
 * word, a full disk with one and code 1; others, such as the agent, go on.
 */
export const openTerminal = (): Terminal => {
  stdout.on("error", () => {});
  stderr.on("error", () => {});
  return {
    out,
    err: (text) => stderr.write(text),
    interactive: stdout.isTTY === true && process.env.TERM !== "dumb",
    columns: () => stdout.columns || Number.POSITIVE_INFINITY,
    rows: () => stdout.rows || Number.POSITIVE_INFINITY,
    onKey,
    takeScreen,
  };
};

/** Ends the process when what was written to `out` is out, or after so many milliseconds: a reader may be stuck. */
export const exit = (code: number, withinMs = Number.POSITIVE_INFINITY): void => {
  stdout.write("", () => process.exit(code));
  if (withinMs !== Number.POSITIVE_INFINITY) setTimeout(() => process.exit(code), withinMs);
};
