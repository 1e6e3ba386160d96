import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/language.ts";
import { FilterHelp } from "./filter-box.tsx";

const keyRows = [
  [["/"], "filter"],
  [["↑", "↓", "PgUp", "PgDn"], "move"],
  [["Home", "End"], "ends"],
  [["→", "←"], "fold"],
  [["Enter"], "open"],
  [["Esc"], "escape"],
  [["?"], "help"],
] as const;

/** Keys and the filter's language: on `?`, and by a button. */
export const Help = () => {
  const dialog = useRef<HTMLDialogElement>(null);
  const { home, keys, shell } = words.value;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, select, dialog") !== null;
      if (event.key === "?" && !typing) dialog.current?.showModal();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        class="icon"
        title={shell.keys}
        aria-label={shell.keys}
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} aria-label={shell.keys}>
        <form method="dialog">
          <button type="submit" class="bare">
            {shell.close}
          </button>
        </form>
        <h2>{keys.title}</h2>
        <dl class="keys">
          {keyRows.map(([pressed, name]) => (
            <div key={name}>
              <dt>
                {pressed.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{keys[name]}</dd>
            </div>
          ))}
        </dl>
        <h2>{home.filterHelp}</h2>
        <FilterHelp onTry={() => dialog.current?.close()} />
      </dialog>
    </>
  );
};
