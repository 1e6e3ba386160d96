import { computed, effect, signal } from "@preact/signals";
import { address, go } from "../address.ts";
import { live } from "../live/here.ts";
import { containersByTask } from "../vitals/relatives.ts";
import { cardColumns, chosenColumns, fitColumns, movesWithFigures, sortOf } from "./columns.ts";
import { parseFilter } from "./filter/parse.ts";
import { opennessOf, toggled } from "./openness.ts";
import { type Outline, outlineOf } from "./outline.ts";

/** Below this a row is a card of two lines. */
const cardsBelowPx = 640;
/** With more rows than this, containers are folded away until somebody asks. */
const openUpToRows = 30;
/** The order follows the figures no more often than this, and not below a pointer that moves. */
const reorderMs = 3000;

export const tableWidth = signal(1200);
export const asCards = computed(() => tableWidth.value < cardsBelowPx);

export const containersOf = computed(() => {
  live.shape.value;
  return containersByTask(live.table());
});

export const sort = computed(() => sortOf(address.value.sort));
const filterText = computed(() => address.value.filter);
export const filter = computed(() => parseFilter(filterText.value));
export const chosen = computed(() => chosenColumns(address.value.columns));
export const columns = computed(() =>
  asCards.value ? cardColumns(chosen.value) : fitColumns(chosen.value, tableWidth.value),
);

const openByItself = signal<boolean | undefined>(undefined);
export const openness = computed(() => opennessOf(address.value.open, openByItself.value ?? true));

/** Line that the keyboard is at. */
export const active = signal("");

/** Whether the order, or which lines there are, follows figures. */
export const moving = computed(
  () => movesWithFigures(sort.value) || filter.value.terms.some(({ kind }) => kind === "number"),
);

const order = signal(0);
const nothing: Outline = { lines: [], shown: 0, total: 0 };

export const outline = computed((): Outline => {
  live.shape.value;
  order.value;
  const table = live.table();
  if (table === undefined) return nothing;
  return outlineOf({
    table,
    containersOf: containersOf.value,
    terms: filter.value.terms,
    sort: sort.value,
    openness: openness.value,
    nowMs: live.nowMs(),
  });
});

export const toggle = (key: string): void => go({ open: toggled(openness.peek(), key) });

let heldUntilMs = 0;

/** Nothing moves away from below a pointer that is about to press, or a key. */
export const holdOrder = (): void => {
  heldUntilMs = Date.now() + 1500;
};

/** Keeps the order in step with the figures while the table is shown; returns how to stop. */
export const followFigures = (): (() => void) => {
  let reorderedMs = 0;
  return effect(() => {
    live.beat.value;
    const rows = live.table()?.rows.length ?? 0;
    if (rows > 0 && openByItself.peek() === undefined) openByItself.value = rows <= openUpToRows;
    const nowMs = Date.now();
    if (!moving.peek() || nowMs < heldUntilMs || nowMs - reorderedMs < reorderMs) return;
    reorderedMs = nowMs;
    // In a frame of its own: this one has all the figures to draw.
    requestAnimationFrame(() => {
      order.value = nowMs;
    });
  });
};
