import { live } from "../live/here.ts";
import { Mark } from "../parts/mark.tsx";
import { figures, words } from "../words/language.ts";
import { second } from "./clock.ts";

const ConnectionNote = () => {
  const connection = live.connection.value;
  const said = words.value.connection;
  const { clock, span } = figures.value;
  if (connection.state === "refused") {
    return (
      <div data-mood="bad">
        <Mark mood="bad" />
        <p>
          <strong>{said.refusedTitle}</strong> {connection.reason}
        </p>
      </div>
    );
  }
  if (connection.state !== "stale" && connection.state !== "gone") return null;
  second.value;
  const lasted = span(Date.now() - connection.sinceMs);
  const known = live.table() !== undefined;
  const goneText = known ? said.goneSince(clock(connection.sinceMs), lasted) : said.neverAnswered(lasted);
  return (
    <div data-mood={connection.state === "gone" ? "bad" : "warn"}>
      <Mark mood={connection.state === "gone" ? "bad" : "warn"} />
      <p>{connection.state === "gone" ? goneText : said.staleSince(lasted)}</p>
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
  <div class="notes">
    <ConnectionNote />
    <NewAgentNote />
    <Announcer />
  </div>
);
