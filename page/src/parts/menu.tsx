import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

interface MenuProps {
  readonly label: ComponentChildren;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A button that shows a sheet below it, until Escape, a click elsewhere, or the focus leaves. */
export const Menu = ({ label, title, children }: MenuProps) => {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const away = (event: Event): void => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      place.current?.querySelector("button")?.focus();
    };
    const here = place.current;
    addEventListener("pointerdown", away);
    addEventListener("focusin", away);
    here?.addEventListener("keydown", onKey);
    return () => {
      here?.removeEventListener("keydown", onKey);
      removeEventListener("pointerdown", away);
      removeEventListener("focusin", away);
    };
  }, [open]);
  return (
    <div class="menu" ref={place}>
      <button
        type="button"
        title={title}
        aria-label={title}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div class="sheet" id={id}>
          {children}
        </div>
      )}
    </div>
  );
};
