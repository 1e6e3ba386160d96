import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { go } from "../address.ts";
import { words } from "../words/language.ts";
import type { Column } from "./columns.ts";
import { GroupLine } from "./group-line.tsx";
import { Head } from "./head.tsx";
import { pressOnTable } from "./keyboard.ts";
import { VitalLine } from "./line.tsx";
import { active, asCards, columns, holdOrder, moving, outline, tableWidth } from "./model.ts";
import type { Line } from "./outline.ts";
import { documentOf, windowOf } from "./window.ts";

/** As in look/home.css, which holds rows to it. */
const rowPx = 32;
const cardPx = 58;

const heightOf = (line: Line, cards: boolean): number => (cards && line.kind !== "group" ? cardPx : rowPx);

interface LineSwitchProps {
  readonly line: Line;
  readonly place: number;
  readonly columns: readonly Column[];
  readonly inSight: boolean;
}

const LineSwitch = ({ line, ...rest }: LineSwitchProps) => {
  if (line.kind === "group") return <GroupLine {...line} {...rest} />;
  if (line.kind === "container") return <VitalLine {...rest} {...line} open={undefined} />;
  return (
    <VitalLine {...rest} id={line.id} slot={line.slot} level={2} open={line.containers > 0 ? line.open : undefined} />
  );
};

const Spacer = ({ px, columns: count }: { readonly px: number; readonly columns: number }) =>
  px === 0 ? null : (
    <tbody aria-hidden="true" class="spacer">
      <tr>
        <td colSpan={count} style={{ height: `${px}px` }} />
      </tr>
    </tbody>
  );

/** Where the first line of all would be, in pixels below the window's top. */
const topOf = (table: HTMLTableElement | null): number =>
  table?.tHead?.nextElementSibling?.getBoundingClientRect().top ?? 0;

/** Nothing has the focus, or only the view as a whole. */
const isFree = (): boolean => document.activeElement === document.body || document.activeElement?.id === "content";

/** Where a press on a row leads, unless it was on something of its own or marked a text. */
const openPressed = (event: MouseEvent): void => {
  if (!(event.target instanceof Element) || event.target.closest("a, button") !== null) return;
  const id = event.target.closest<HTMLElement>("tr[data-line]")?.getAttribute("data-line");
  if (id === null || id === undefined || getSelection()?.isCollapsed === false) return;
  active.value = id;
  if (outline.peek().lines.some((line) => line.id === id && line.kind !== "group")) go({ view: "detail", key: id });
};

export const Table = () => {
  const { lines } = outline.value;
  const shown = columns.value;
  const cards = asCards.value;
  const moves = moving.value;
  const place = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const wanted = useRef<string | undefined>(undefined);
  const sight = useSignal({ scrolledPx: 0, sightPx: 1200 });
  const heights = lines.map((line) => heightOf(line, cards));
  const near = windowOf(heights, sight.value.scrolledPx, sight.value.sightPx);
  const { first, end, beforePx, afterPx } = documentOf(near, lines.length);

  useLayoutEffect(() => {
    const table = place.current;
    if (table === null) return undefined;
    tableWidth.value = table.clientWidth;
    const observer = new ResizeObserver(() => {
      tableWidth.value = table.clientWidth;
    });
    observer.observe(table);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const look = (): void => {
      const scrolledPx = -topOf(place.current);
      const before = sight.peek();
      if (Math.abs(before.scrolledPx - scrolledPx) > 100 || before.sightPx !== innerHeight) {
        sight.value = { scrolledPx, sightPx: innerHeight };
      }
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [sight]);

  const elementOf = (id: string): HTMLElement | null =>
    body.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`) ?? null;

  /** False while the line is not in the document. */
  const focusNow = (id: string): boolean => {
    const element = elementOf(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
    return element !== null;
  };

  useLayoutEffect(() => {
    const focused = document.activeElement;
    const elsewhere = focused?.parentElement === body.current && focused?.getAttribute("data-line") !== active.peek();
    // Another line has come into the focused row: the focus goes with its line, or to the view when that is far away.
    if (elsewhere && focused instanceof HTMLElement) {
      const element = elementOf(active.peek());
      if (element === null) focused.blur();
      else element.focus({ preventScroll: true });
    }
    if (wanted.current !== undefined && focusNow(wanted.current)) wanted.current = undefined;
  });

  const focusLine = (to: number): void => {
    const line = lines[to];
    if (line === undefined) return;
    active.value = line.id;
    if (focusNow(line.id)) return;
    wanted.current = line.id;
    const top = heights.slice(0, to).reduce((sum, height) => sum + height, 0);
    scrollBy(0, topOf(place.current) + top - innerHeight / 2);
  };

  useEffect(() => {
    // Back from a detail: to the line one came from. Not away from somebody who types.
    const at = lines.findIndex(({ id }) => id === active.peek());
    if (at < 0) active.value = lines[0]?.id ?? "";
    else if (isFree()) focusLine(at);
    const onKey = (event: KeyboardEvent): void => {
      const onBody = isFree() || body.current?.contains(document.activeElement);
      if (!onBody || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!pressOnTable(event.key, (to) => latest.current(to))) return;
      holdOrder();
      event.preventDefault();
    };
    const pressed = body.current;
    pressed?.addEventListener("click", openPressed);
    addEventListener("keydown", onKey);
    return () => {
      pressed?.removeEventListener("click", openPressed);
      removeEventListener("keydown", onKey);
    };
  }, []);

  const latest = useRef(focusLine);
  latest.current = focusLine;

  return (
    <table
      ref={place}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA in HTML allows it, and its rows and cells follow
      role="treegrid"
      class={cards ? "vitals cards" : "vitals"}
      aria-label={words.value.home.table}
      aria-rowcount={lines.length + 1}
      onPointerMove={holdOrder}
    >
      <Head columns={shown} />
      <Spacer px={beforePx} columns={shown.length + 1} />
      <tbody ref={body}>
        {lines.slice(first, end).map((line, at) => (
          <LineSwitch
            // Lines that change places often change what is in a row; moving rows would lay each of them out from nothing.
            key={moves ? first + at : line.id}
            line={line}
            place={first + at}
            columns={shown}
            inSight={first + at >= near.first && first + at < near.end}
          />
        ))}
      </tbody>
      <Spacer px={afterPx} columns={shown.length + 1} />
    </table>
  );
};
