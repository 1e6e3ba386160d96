import { live } from "../live/here.ts";
import { State } from "../parts/mark.tsx";
import { figures, words } from "../words/language.ts";
import { second } from "./clock.ts";

/** The figures below are old: since when, and what happens now. Before there are any, `Away` says it. */
const ConnectionNote = () => {
  const connection = live.connection.value;
  live.shape.value;
  if ((connection.state !== "stale" && connection.state !== "gone") || live.table() === undefined) return null;
  second.value;
  const said = words.value.connection;
  const { clock, span } = figures.value;
  const lasted = span(Date.now() - connection.sinceMs);
  const isGone = connection.state === "gone";
  const mood = isGone ? "bad" : "warn";
  return (
    <div data-mood={mood}>
      <State mood={mood} word={said[connection.state]} />
      <p>{isGone ? said.goneSince(clock(connection.sinceMs), lasted) : said.staleSince(lasted)}</p>
    </div>
  );
};

const NewAgentNote = () => {
  const atMs = live.newAgentMs.value;
  if (atMs === undefined) return null;
  const { connection, shell } = words.value;
  return (
    <div data-mood="busy">
      <p>{connection.newAgent(figures.value.clock(atMs))}</p>
      <button
        type="button"
        onClick={() => {
          live.newAgentMs.value = undefined;
        }}
      >
        {shell.dismiss}
      </button>
    </div>
  );
};

/** Told once, when the state changes; figures never are. */
const Announcer = () => {
  const { state } = live.connection.value;
  return (
    <p class="unseen" role="status">
      {state === "connecting" ? "" : words.value.connection[state]}
    </p>
  );
};

/** What everybody should know, whatever they look at. */
export const Notes = () => (
  <section class="notes" aria-label={words.value.connection.title}>
    <ConnectionNote />
    <NewAgentNote />
    <Announcer />
  </section>
);
