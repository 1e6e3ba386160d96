import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { words } from "../words/language.ts";

const shownAtMost = 5;

/** A list of `li`, of which the first are shown until somebody asks for all. */
export const FirstFew = ({ items }: { readonly items: readonly VNode[] }) => {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, shownAtMost);
  return (
    <ul>
      {shown}
      {items.length > shown.length && (
        <li>
          <button type="button" class="bare" onClick={() => setAll(true)}>
            {words.value.agentView.more(items.length - shown.length)}
          </button>
        </li>
      )}
    </ul>
  );
};
