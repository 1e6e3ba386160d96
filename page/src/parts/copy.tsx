import { useState } from "preact/hooks";
import { words } from "../words/language.ts";

/** Where the clipboard is closed to us (plain http from another machine), a selection in a field of its own still copies. */
const copyBySelection = (text: string): boolean => {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
};

const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
};

/** Copies `text`, and says that it did. */
export const Copy = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const { shell, detail } = words.value;
  const [outcome, setOutcome] = useState<"" | "copied" | "failed">("");
  const run = async (): Promise<void> => {
    setOutcome((await copy(text)) ? "copied" : "failed");
    setTimeout(() => setOutcome(""), 2000);
  };
  return (
    <>
      <button type="button" class="bare copy" title={`${shell.copy}: ${what}`} onClick={run}>
        <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true" fill-rule="evenodd">
          {outcome === "copied" ? (
            <path d="M6 12.5 1.8 8.3l1.4-1.4L6 9.7l6.8-6.8 1.4 1.4z" />
          ) : (
            <path d="M5 1h9v10h-3v4H2V5h3zm1.5 1.5V5H11v4.5h1.5v-7zM3.5 6.5v7h6v-7z" />
          )}
        </svg>
        <span class="unseen">{`${shell.copy}: ${what}`}</span>
      </button>
      <span role="status" class={outcome === "failed" ? "" : "unseen"}>
        {outcome === "copied" && shell.copied}
        {outcome === "failed" && detail.copyFailed}
      </span>
    </>
  );
};
