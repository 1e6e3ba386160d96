import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { address, go } from "../address.ts";
import { words } from "../words/language.ts";
import { numberFields, textFields } from "./filter/fields.ts";
import type { FilterFault } from "./filter/parse.ts";
import { filter } from "./model.ts";

const faultText = (fault: FilterFault): string => {
  const said = words.value.filter;
  switch (fault.kind) {
    case "no-such-field":
      return fault.nearest === undefined
        ? said.noSuchField(fault.word)
        : `${said.noSuchField(fault.word)} ${said.didYouMean(fault.nearest)}`;
    case "no-value":
      return said.noValue(fault.word);
    case "not-a-number":
      return said.notANumber(fault.word, fault.text);
    case "words-do-not-compare":
      return said.wordsDoNotCompare(fault.word);
    case "open-quote":
      return said.openQuote;
  }
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, select, textarea, dialog") !== null;

export const FilterBox = () => {
  const { home } = words.value;
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const { faults } = filter.value;
  const text = address.value.filter;

  // As soon as the box is there, so that the first key is not lost.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && !isTyping(event.target)) {
        event.preventDefault();
        box.current?.focus();
        box.current?.select();
      }
      if (event.key === "Escape" && !event.defaultPrevented && !(event.target instanceof HTMLDialogElement)) {
        if (address.peek().filter !== "") go({ filter: "" });
        else if (event.target === box.current) box.current?.blur();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <search class="filter">
      <input
        ref={box}
        class="field"
        type="search"
        value={text}
        placeholder={home.filterHint}
        aria-label={home.filter}
        aria-invalid={faults.length > 0}
        aria-describedby={faults.length > 0 ? id : undefined}
        aria-keyshortcuts="/"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        onInput={({ currentTarget }) => go({ filter: currentTarget.value })}
      />
      <p class="faults" id={id} role="status">
        {faults.map(faultText).join(" ")}
      </p>
    </search>
  );
};

const examples = [
  ["family:web", "field"],
  ["service=api", "whole"],
  ["cpu>80 mem>=50", "limit"],
  ["mem>1.5GiB in>2MiB age<1h", "amount"],
  ["status:stopped", "stopped"],
  ["health:unhealthy", "unhealthy"],
  ["-image:nginx", "not"],
  ['label:"team=web shop"', "quotes"],
] as const;

/** How to write a filter; each example is a button that tries it. */
export const FilterHelp = ({ onTry }: { onTry(): void }) => {
  const said = words.value.filter;
  return (
    <div class="help">
      <p>{said.intro}</p>
      <table>
        <tbody>
          {examples.map(([example, name]) => (
            <tr key={example}>
              <td>
                <button
                  type="button"
                  class="mono"
                  onClick={() => {
                    go({ filter: example });
                    onTry();
                  }}
                >
                  {example}
                </button>
              </td>
              <td>{said.examples[name]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {said.textFields}: <span class="mono">{Object.keys(textFields).join(" ")}</span>
      </p>
      <p>
        {said.numberFields}: <span class="mono">{Object.keys(numberFields).join(" ")}</span>
      </p>
    </div>
  );
};
