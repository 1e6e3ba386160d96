import type { HappeningNote } from "../../../src/web/api/contract.ts";
import { EventShape } from "../chart/event-shapes.tsx";
import { live } from "../live/here.ts";
import { rowOf } from "../vitals/relatives.ts";
import { figures, words } from "../words/language.ts";

const factText = (name: string, value: string): string => {
  const states: Readonly<Record<string, string>> = words.value.health;
  const said: Readonly<Record<string, (value: string) => string>> = words.value.detail.happened;
  return said[name]?.(states[value] ?? value) ?? `${name} ${value}`;
};

const factsText = ({ facts }: HappeningNote): string =>
  Object.entries(facts)
    .map(([name, value]) => factText(name, value))
    .join(", ");

/** Newest first. */
export const Events = ({ happenings }: { readonly happenings: readonly HappeningNote[] }) => {
  const said = words.value.detail;
  const { clock, moment } = figures.value;
  return (
    <section class="panel">
      <h2>{said.events}</h2>
      {happenings.length === 0 && <p class="muted">{said.noEvents}</p>}
      <ol class="events">
        {happenings.toReversed().map((note) => (
          <li key={`${note.key} ${note.kind} ${note.atMs}`}>
            <time dateTime={new Date(note.atMs).toISOString()} title={moment(note.atMs)}>
              {clock(note.atMs)}
            </time>
            <EventShape kind={note.kind} />
            <span>
              <strong>{said.kinds[note.kind]}</strong> {rowOf(live.table(), note.key)?.name}{" "}
              <span class="muted">{factsText(note)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};
