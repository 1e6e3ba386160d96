import type { ComponentChildren } from "preact";
import { type Address, go, hrefOf } from "../address.ts";

interface LinkProps {
  readonly to: Partial<Address>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly current?: boolean;
  readonly tabIndex?: number;
}

/** A link like any other (open in a new tab, copy) that changes the view without loading the page anew. */
export const Link = ({ to, children, class: name, current = false, tabIndex }: LinkProps) => (
  <a
    href={hrefOf(to)}
    class={name}
    tabIndex={tabIndex}
    aria-current={current ? "page" : undefined}
    onClick={(event) => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(to);
    }}
  >
    {children}
  </a>
);
